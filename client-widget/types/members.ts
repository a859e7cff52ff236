import type { FunctionComponent, VNode } from 'preact';

/** What a box has of members, on sites that sign readers in. */
export interface Members {
  /** May this reader write, by what the site demands of readers? */
  mayWrite(): boolean;
  /** Gets another token in place of one that was refused; false where there is none. */
  renew(refused: string | null): Promise<boolean>;
  /** Takes up what the page now says of the website's own sign-on. */
  takeSso(): void;
  /** Opens the dialog to sign in for staff, and takes what asks for it off the page's address. */
  openForStaff(): void;
  /** Ends all that it follows. */
  end(): void;
  /** The picture of an author; that made from the name where there is none, or where it does not come. */
  readonly Face: FunctionComponent<{ name: string; picture: string | null }>;
  /** The mark of somebody whom the site has verified. */
  verified(): VNode;
  /** Stands in the row under a field: the signed-in reader, or the button to sign in. */
  me(): VNode;
  /** The dialog, what is asked or shown of a sign-in, and what stands where the reader may not write yet. */
  notices(): VNode;
}
