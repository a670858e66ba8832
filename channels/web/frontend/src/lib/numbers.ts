/** Numbers as text: they come and go as they are written, so that no cent is lost to a float. */

const PLAIN = /^-?\d+(\.\d+)?$/;

/** `1234567.5` → `1,234,567.5`; whatever is not a plain number stays as it is. */
export function withCommas(text: string): string {
  if (!PLAIN.test(text)) return text;
  const [whole = '', decimals] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
