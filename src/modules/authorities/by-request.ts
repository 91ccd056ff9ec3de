/** Rows by the authority request they belong to, in the order in which they come. */
export function byRequest<Row extends { readonly authorityRequest: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.authorityRequest);
    if (known) known.push(row);
    else grouped.set(row.authorityRequest, [row]);
  }
  return grouped;
}
