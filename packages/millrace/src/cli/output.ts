/** A column of a printed table. */
export interface Column {
  readonly title: string;
  /** Member of the row that is shown; dots lead inside (`state.lag`). */
  readonly member: string;
}

/** Prints JSON for machines: one value, then a newline. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints rows under their titles, as wide as they need to be. */
export function printTable(rows: readonly unknown[], columns: readonly Column[]): void {
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cell(row, column.member))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => (line[i] ?? "").length)));
  for (const line of cells) {
    process.stdout.write(
      `${line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}

function cell(row: unknown, member: string): string {
  let value: unknown = row;
  for (const name of member.split(".")) {
    value =
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined;
  }
  if (value === undefined || value === null) return "";
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

/** A text that came from a customer, so that it cannot steer the terminal it is printed on. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
