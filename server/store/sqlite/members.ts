import {
  guestToken,
  type Identity,
  isOutdated,
  type KnownIdentity,
  type MemberSignIn,
  memberAfter,
  MOST_PEN_NAMES,
  MOST_READER_TOKENS,
  type ReaderToken,
  STAFF_WAY,
  type TokenHolder,
} from '../../domain/members.ts';
import { MOST_REFUSED, type RefusedToken } from '../../domain/refused-tokens.ts';
import type { Ms, Reader, ReaderId, SiteId, StaffId, Verified } from '../../domain/types.ts';
import type { ReaderStore } from '../port-readers.ts';
import type { Db, Row } from './database.ts';
import { insertReader, readerColumns, readerOf, storedReader } from './reader-rows.ts';
import { json, number, numberOrNull, text } from './rows.ts';

/** A token from a row that also has its reader. */
export function tokenOf(row: Row): ReaderToken {
  return {
    hash: text(row, 'token_hash'),
    createdAt: number(row, 'token_created_at'),
    expiresAt: numberOrNull(row, 'expires_at'),
    way: text(row, 'way'),
    authorOf: json<string[]>(row, 'author_of'),
  };
}

/** See the port. Cleanup deletes expired tokens of members; until then they are refused here. */
export function byToken(db: Db, tokenHash: string, now: Ms): TokenHolder | null {
  const row = db.get(
    `SELECT readers.*, token_hash, reader_tokens.created_at AS token_created_at, expires_at, way, author_of
     FROM reader_tokens JOIN readers ON readers.id = reader_id
     WHERE token_hash = $tokenHash AND (expires_at IS NULL OR expires_at > $now)`,
    { tokenHash, now },
  );
  return row === undefined ? null : { reader: readerOf(row), token: tokenOf(row) };
}

/** See the port. */
export function createGuest(db: Db, reader: Reader, tokenHash: string, now: Ms): Reader {
  const known = byToken(db, tokenHash, now);
  if (known !== null) return known.reader;
  insertReader(db, reader);
  addToken(db, reader.id, guestToken(tokenHash, reader.createdAt));
  return reader;
}

/** Stores a token; of many the oldest end. */
export function addToken(db: Db, readerId: ReaderId, { hash, createdAt, expiresAt, way, authorOf }: ReaderToken): void {
  db.run(
    `INSERT OR REPLACE INTO reader_tokens (token_hash, reader_id, created_at, expires_at, way, author_of)
     VALUES ($hash, $readerId, $createdAt, $expiresAt, $way, $authorOf)`,
    { hash, readerId, createdAt, expiresAt, way, authorOf: JSON.stringify(authorOf) },
  );
  db.run(
    `DELETE FROM reader_tokens WHERE token_hash IN (
       SELECT token_hash FROM reader_tokens WHERE reader_id = $readerId AND token_hash <> $hash ORDER BY created_at DESC LIMIT -1 OFFSET $most)`,
    { readerId, hash, most: MOST_READER_TOKENS - 1 },
  );
}

function identityOf(row: Row): KnownIdentity {
  return {
    siteId: text(row, 'site_id'),
    way: text(row, 'way'),
    subject: text(row, 'subject'),
    readerId: text(row, 'reader_id'),
    createdAt: number(row, 'created_at'),
  };
}

/** The member whom the identity, or else an address that is vouched for, leads to. */
function knownMember(db: Db, { siteId, way, subject }: Identity, emailHash: string | null): { id: ReaderId; isByAddress: boolean } | null {
  const known = db.get('SELECT reader_id FROM identities WHERE site_id = $siteId AND way = $way AND subject = $subject', {
    ...{ siteId, way, subject },
  });
  if (known !== undefined) return { id: text(known, 'reader_id'), isByAddress: false };
  // Known to the same way as somebody else, the holder of the address is another account there.
  const holder = db.get(
    `SELECT id FROM readers WHERE site_id = $siteId AND email_hash = $emailHash AND email_verified = 1
       AND NOT EXISTS (SELECT 1 FROM identities WHERE reader_id = readers.id AND way = $way)`,
    { siteId, emailHash, way },
  );
  return holder === undefined ? null : { id: text(holder, 'id'), isByAddress: true };
}

/** See the port. */
export function signInMember(db: Db, signIn: MemberSignIn): Reader {
  const { identity, facts, token } = signIn;
  const proved = facts.email?.isVerified === true ? facts.email.hash : null;
  const known = knownMember(db, identity, proved);
  const id = known?.id ?? signIn.newId;
  const before = storedReader(db, id);
  const member = before !== null && isOutdated(signIn, factsAt(db, id)) ? before : memberAfter(before, id, signIn);
  if (member !== before) takeOver(db, before, member, signIn.factsAt);
  if (known === null || known.isByAddress)
    db.run('INSERT INTO identities (site_id, way, subject, reader_id, created_at) VALUES ($siteId, $way, $subject, $id, $createdAt)', {
      ...identity,
      id,
      createdAt: token.createdAt,
    });
  addToken(db, id, token);
  return member;
}

/** When the sign-on stated what the member has of it; null where it never did. */
function factsAt(db: Db, id: ReaderId): Ms | null {
  const row = db.get('SELECT facts_at FROM readers WHERE id = $id', { id });
  return row === undefined ? null : numberOrNull(row, 'facts_at');
}

/** Stores a member as a sign-in makes them; an address that is vouched for is another's no more. */
function takeOver(db: Db, before: Reader | null, member: Reader, statedAt: Ms | undefined): void {
  const { id } = member;
  if (member.emailVerified)
    db.run(
      'UPDATE readers SET email_verified = 0 WHERE site_id = $siteId AND email_hash = $emailHash AND email_verified = 1 AND id <> $id',
      { siteId: member.siteId, emailHash: member.emailHash, id },
    );
  if (before === null) insertReader(db, member);
  else {
    const { name, emailHash, emailVerified, avatar, url, badge, verified, isMinor } = readerColumns(member);
    db.run(
      `UPDATE readers SET name = $name, email_hash = $emailHash, email_verified = $emailVerified, avatar = $avatar, url = $url, badge = $badge,
         verified = $verified, is_minor = $isMinor WHERE id = $id`,
      { id, ...{ name, emailHash, emailVerified, avatar, url, badge, verified, isMinor } } as Record<string, string | number | null>,
    );
  }
  if (statedAt !== undefined) db.run('UPDATE readers SET facts_at = $statedAt WHERE id = $id', { id, statedAt });
}

/** See the port. */
export function verifyReader(db: Db, tokenHash: string, verified: Verified, now: Ms): Reader | null {
  const holder = byToken(db, tokenHash, now);
  if (holder === null) return null;
  db.run('UPDATE readers SET verified = $verified WHERE id = $id', { id: holder.reader.id, verified: JSON.stringify(verified) });
  return { ...holder.reader, verified };
}

/** See the port. */
export function penNames(db: Db, ids: ReaderId[]): Map<ReaderId, number> {
  const rows = db.all(
    `SELECT id, (SELECT count(*) FROM (SELECT 1 FROM readers AS other WHERE other.site_id = asked.site_id AND other.joined_into IS NULL
       AND other.verified ->> '$.person' = asked.verified ->> '$.person' LIMIT ${MOST_PEN_NAMES})) AS count
     FROM readers AS asked WHERE id IN (SELECT value FROM json_each($ids)) AND asked.verified ->> '$.person' IS NOT NULL`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [text(row, 'id'), number(row, 'count')]));
}

/** See the port. */
export function endToken(db: Db, tokenHash: string): boolean {
  return db.run('DELETE FROM reader_tokens WHERE token_hash = $tokenHash', { tokenHash }) > 0;
}

/** See the port. */
export function endTokensOf(db: Db, id: ReaderId): number {
  return db.run('DELETE FROM reader_tokens WHERE reader_id = $id', { id });
}

/** See the port. */
export function tokensOf(db: Db, id: ReaderId, now: Ms): ReaderToken[] {
  const sql = `SELECT token_hash, created_at AS token_created_at, expires_at, way, author_of FROM reader_tokens
     WHERE reader_id = $id AND (expires_at IS NULL OR expires_at > $now) ORDER BY created_at, token_hash`;
  return db.all(sql, { id, now }).map(tokenOf);
}

/** See the port. */
export function staffReaders(db: Db, staffId: StaffId): Reader[] {
  // The way is written out, as in the index.
  const sql = `SELECT readers.* FROM identities JOIN readers ON readers.id = reader_id
     WHERE identities.way = '${STAFF_WAY}' AND identities.subject = $staffId ORDER BY readers.id`;
  return db.all(sql, { staffId }).map(readerOf);
}

/** See the port. */
export function identitiesOf(db: Db, id: ReaderId): KnownIdentity[] {
  return db.all('SELECT * FROM identities WHERE reader_id = $id ORDER BY created_at, way, subject', { id }).map(identityOf);
}

/** See the port. */
export function importedAuthors(db: Db, q: Parameters<ReaderStore['importedAuthors']>[0]): Reader[] {
  // Two searches: with OR it would go through all authors of the site.
  const found = (column: string): string =>
    `SELECT * FROM readers WHERE import_id IS NOT NULL AND joined_into IS NULL AND site_id = $siteId AND ${column}`;
  return db
    .all(`${found('email_hash = $emailHash')} UNION ${found('source_id = $sourceId')} ORDER BY id LIMIT $limit`, { ...q })
    .map(readerOf);
}

/** See the port. */
export function refusedTokens(db: Db, siteId: SiteId): RefusedToken[] {
  const row = db.get('SELECT tokens FROM refused_tokens WHERE site_id = $siteId', { siteId });
  return row === undefined ? [] : json<RefusedToken[]>(row, 'tokens');
}

/** See the port. */
export function noteRefusedToken(db: Db, siteId: SiteId, refused: RefusedToken): void {
  db.run('INSERT OR REPLACE INTO refused_tokens (site_id, tokens) VALUES ($siteId, $tokens)', {
    siteId,
    tokens: JSON.stringify([refused, ...refusedTokens(db, siteId)].slice(0, MOST_REFUSED)),
  });
}
