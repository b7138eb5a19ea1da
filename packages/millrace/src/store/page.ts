/** Which part of a list is wanted: what stands behind the item `after`, at most `limit` items; everything where both are left out. */
export interface Page {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** What SQLite takes for "no limit". */
const ALL = -1;

/** The page as the two values a query needs: every id is greater than the empty text. */
export function boundsOf(page: Page): { after: string; limit: number } {
  return { after: page.after ?? "", limit: page.limit ?? ALL };
}
