/** Texts in XML documents. */

/** Characters that XML 1.0 has no place for, however they are written. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text without what may not be in XML: control characters and halves of surrogate pairs. */
export function xmlCharacters(text: string): string {
  return text.toWellFormed().replace(NOT_IN_XML, '');
}

/** A text between tags, or in an attribute. */
export function escapeXml(text: string): string {
  return xmlCharacters(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A text as CDATA: what would end it is divided between two. */
export function cdata(text: string): string {
  return `<![CDATA[${xmlCharacters(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
