declare module "kinesalite" {
  import type { Server } from "node:http";

  export default function kinesalite(options?: { createStreamMs?: number; shardLimit?: number }): Server;
}

declare module "s3rver" {
  export default class S3rver {
    constructor(options: { address?: string; port?: number; silent?: boolean; directory: string });
    run(): Promise<{ address: string; port: number }>;
    close(): Promise<void>;
  }
}
