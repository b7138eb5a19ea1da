/** The part of a logger that is told what became of keys; never a key itself. */
export interface SecretsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
