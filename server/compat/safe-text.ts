/**
 * Themes put what they get from a comment server into their pages as html, some inside attributes between single
 * quotation marks: nothing that is sent to them may end a text or an attribute.
 */

/** Wide signs that look alike and mean nothing in html. */
const WIDE: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '"': '＂', "'": '＇', '`': '｀' };

/** A plain text that is safe in html, in attributes, and as it is. */
export function safeText(text: string): string {
  return text.replace(/[<>"'`]/g, (sign) => WIDE[sign] ?? sign);
}

/** Sanitised html whose texts are safe in an attribute too, once somebody has taken out the tags. */
export function safeHtml(html: string): string {
  return html.replace(/(<[^>]*>)|"/g, (_, tag?: string) => tag ?? '&quot;').replaceAll("'", '&#39;');
}

/** An address that does not end an attribute. */
export function safeAddress(address: string): string {
  return address.replace(/[<>"'`\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
