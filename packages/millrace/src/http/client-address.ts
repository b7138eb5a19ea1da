/** A request; Fastify's types do not say that a socket whose other end is gone already knows no address any more. */
interface Origin {
  readonly ip: string | undefined;
}

/** The address that a request came from, IPv4 in its own form where the server listens on both kinds; empty where it is unknown. */
export function clientAddress({ ip = "" }: Origin): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
}
