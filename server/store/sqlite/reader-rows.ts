import type { AcceptedTerms, Reader, ReaderId, Verified } from '../../domain/types.ts';
import type { Db, Row } from './database.ts';
import { json, jsonOrNull, number, text, textOrNull, word } from './rows.ts';

/** A reader from its row. */
export function readerOf(row: Row): Reader {
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    kind: word<Reader['kind']>(row, 'kind'),
    name: text(row, 'name'),
    emailHash: textOrNull(row, 'email_hash'),
    email: textOrNull(row, 'email'),
    emailVerified: number(row, 'email_verified') === 1,
    avatar: textOrNull(row, 'avatar'),
    url: textOrNull(row, 'url'),
    badge: textOrNull(row, 'badge'),
    verified: jsonOrNull<Verified>(row, 'verified'),
    isMinor: number(row, 'is_minor') === 1,
    acceptedTerms: json<AcceptedTerms[]>(row, 'accepted_terms'),
    createdAt: number(row, 'created_at'),
  };
}

/** The values of a reader's columns. */
export function readerColumns({
  emailVerified,
  verified,
  isMinor,
  acceptedTerms,
  ...reader
}: Reader): Record<string, string | number | null> {
  return {
    ...reader,
    emailVerified: Number(emailVerified),
    verified: verified === null ? null : JSON.stringify(verified),
    isMinor: Number(isMinor),
    acceptedTerms: JSON.stringify(acceptedTerms),
  };
}

/** A reader as the writer sees it, or null. */
export function storedReader(db: Db, id: ReaderId): Reader | null {
  const row = db.get('SELECT * FROM readers WHERE id = $id', { id });
  return row === undefined ? null : readerOf(row);
}

/** Inserts a reader. */
export function insertReader(db: Db, reader: Reader): void {
  db.run(
    `INSERT INTO readers (id, site_id, kind, name, email_hash, email, email_verified, avatar, url, badge, verified, is_minor, accepted_terms, created_at)
     VALUES ($id, $siteId, $kind, $name, $emailHash, $email, $emailVerified, $avatar, $url, $badge, $verified, $isMinor, $acceptedTerms, $createdAt)`,
    readerColumns(reader),
  );
}
