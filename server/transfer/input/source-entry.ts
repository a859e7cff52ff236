/** A file that has been unpacked. */
export interface SourceEntry {
  /** Its name in the archive or below the folder, else the name of the file. */
  name: string;
  /** Where its bytes are, unpacked and in UTF-8 unless it is a database. */
  path: string;
  /** The file that was given, when this is it and no archive was unpacked; files beside it may belong to it. */
  given: string | null;
  /** In bytes. */
  size: number;
}
