import type { ReviewerFields } from '../domain/reviewer-settings.ts';
import type { Finding, Id, Ms, SiteMode, SiteType, Verdict } from '../domain/types.ts';

export type ReviewAction = 'create' | 'edit' | 'report' | 'recheck' | 'appeal';

/** What the local pipeline has made of the text. */
export interface LocalResult {
  verdict: Verdict;
  score: number;
  findings: Finding[];
}

/** Everything that is known of a text to review. It is never sent as it is: see `shareOf`. */
export interface ReviewSubject {
  /** Names this review of this revision (`review-id.ts`). */
  id: string;
  action: ReviewAction;
  site: { id: string; name: string; mode: SiteMode; type: SiteType };
  page: { key: string; url: string | null; title: string | null };
  comment: {
    id: Id;
    revision: number;
    /** As typed. */
    body: string;
    text: string;
    html: string;
    links: { href: string; text: string }[];
    parent: { id: Id; text: string; readerId: Id | null } | null;
  };
  author: {
    readerId: Id | null;
    name: string;
    isStaff: boolean;
    trust: number;
    since: Ms | null;
    published: number;
    rejected: number;
    emailHash: string | null;
  };
  client: {
    ip: string | null;
    region: string | null;
    userAgent: string | null;
    referrer: string | null;
    /** From showing the box to sending. */
    elapsed: Ms | null;
    honeypot: boolean;
  };
}

/** What one reviewer may see: a member is undefined unless its field is switched on and it is known. */
export interface Share {
  id: string;
  action: ReviewAction;
  site: ReviewSubject['site'];
  page: ReviewSubject['page'];
  comment: {
    id: Id;
    revision: number;
    text: string;
    html: string;
    links: string[];
    parent: { id: Id; text: string; readerId: Id | undefined } | undefined;
  };
  name: string | undefined;
  readerId: Id | undefined;
  emailHash: string | undefined;
  ip: string | undefined;
  region: string | undefined;
  sent: { userAgent: string | null; referrer: string | null; elapsed: Ms | null; honeypot: boolean } | undefined;
  history: { trust: number; since: Ms | null; published: number; rejected: number; isStaff: boolean } | undefined;
  local: LocalResult;
}

/** Phases that speak of the person and not of the text. */
const ABOUT_THE_PERSON: ReadonlySet<string> = new Set(['history', 'ban', 'pace', 'honeypot', 'duplicate', 'trust']);

/**
 * The part of a subject that a reviewer's fields let out. Adapters get nothing else, so that none of them
 * can send what the site has not switched on.
 */
export function shareOf(subject: ReviewSubject, local: LocalResult, fields: ReviewerFields): Share {
  const { comment, author, client } = subject;
  const { parent } = comment;
  const { userAgent, referrer, elapsed, honeypot } = client;
  const { trust, since, published, rejected, isStaff } = author;
  const person = <T>(id: T | null): T | undefined => (fields.readerId ? (id ?? undefined) : undefined);
  return {
    id: subject.id,
    action: subject.action,
    site: subject.site,
    page: subject.page,
    comment: {
      id: comment.id,
      revision: comment.revision,
      text: comment.text,
      html: comment.html,
      links: comment.links.map(({ href }) => href),
      parent: parent !== null && fields.context ? { id: parent.id, text: parent.text, readerId: person(parent.readerId) } : undefined,
    },
    name: fields.name ? author.name : undefined,
    readerId: person(author.readerId),
    emailHash: fields.emailHash ? (author.emailHash ?? undefined) : undefined,
    ip: fields.ip ? (client.ip ?? undefined) : undefined,
    region: fields.ip ? (client.region ?? undefined) : undefined,
    sent: fields.userAgent ? { userAgent, referrer, elapsed, honeypot } : undefined,
    history: fields.history ? { trust, since, published, rejected, isStaff } : undefined,
    local: sharedResult(local, fields),
  };
}

/** The local findings without those about the person. */
function sharedResult(local: LocalResult, fields: ReviewerFields): LocalResult {
  const findings = local.findings
    .filter(({ phase }) => fields.history || !ABOUT_THE_PERSON.has(phase))
    .map((finding) => ({
      ...finding,
      evidence: finding.evidence.filter(({ field }) => field !== 'reader' && (fields.name || field !== 'name')),
    }));
  return { ...local, findings };
}
