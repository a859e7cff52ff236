/** A link of a text: where it goes, and what is to be read of it. */
export interface Link {
  href: string;
  text: string;
}

/** A text in the forms that are stored, and its links for moderation. */
export interface Rendered {
  html: string;
  text: string;
  links: Link[];
}
