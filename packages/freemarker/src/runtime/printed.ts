import { LimitFault } from "../core/limits.ts";

/** Beyond this length, in UTF-16 units, what is printed is put away in one piece. */
const PART = 1 << 16;

/** Collects what is printed. */
export class Printed {
  private readonly limit: number;
  /** What is added to: the engine keeps it as a tree of its pieces, which takes several times the memory of the text. */
  private current = "";
  /** How long that may get. */
  private room: number;
  private parts: string[] | undefined;
  private partsLength = 0;
  /** The last unit put away: to read it makes one piece of a part. */
  protected lastUnit = 0;

  /** `limit` is the greatest length, in UTF-16 units. */
  constructor(limit: number) {
    this.limit = limit;
    this.room = Math.min(PART, limit);
  }

  /** @throws {LimitFault} when it gets too long */
  write(text: string): void {
    this.current += text;
    if (this.current.length > this.room) this.putAway();
  }

  get text(): string {
    return this.parts === undefined ? this.current : this.parts.join("") + this.current;
  }

  private putAway(): void {
    const { current } = this;
    this.partsLength += current.length;
    if (this.partsLength > this.limit)
      throw new LimitFault("outputLength", `The output is longer than the limit of ${this.limit}.`);
    this.lastUnit = current.charCodeAt(current.length - 1);
    this.parts ??= [];
    this.parts.push(current);
    this.current = "";
    this.room = Math.min(PART, this.limit - this.partsLength);
  }
}
