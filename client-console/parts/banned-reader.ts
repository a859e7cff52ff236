/** The reader whom a moderator is about to ban, and on which site. */
export interface BannedReader {
  site: string;
  reader: string;
  name: string;
}
