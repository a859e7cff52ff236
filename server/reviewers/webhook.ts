import { ReviewAnswer, ReviewLater } from '../../contract/reviewers.ts';
import type { ReviewerSettingsOf } from '../domain/reviewer-settings.ts';
import type { Finding } from '../domain/types.ts';
import { countGraphemes } from '../domain/graphemes.ts';
import { type Call, expectStatus, type HumanDecision, jsonOf, type FeedbackAdapter } from './adapter.ts';
import { categoryOf, categoryOfReason } from './categories.ts';
import { NO_OPINION, type Opinion, ReviewFailure, USUAL_SCORE } from './opinion.ts';
import { signBody } from './signature.ts';
import type { Share } from './subject.ts';

const time = (at: number | null): string | undefined => (at === null ? undefined : new Date(at).toISOString());

function signalOf({ phase, score, verdict, evidence }: Finding): unknown {
  const hits = evidence.map(({ word, category, start, end }) => ({ entry: word, category, start, end }));
  return { name: phase, score, verdict, hits };
}

/** What every message has of a comment; undefined members are not sent. */
function bodyOf(share: Share): Record<string, unknown> {
  const { comment, page, site, sent, history } = share;
  return {
    site: { id: site.id, name: site.name, mode: site.mode, type: site.type },
    page: { id: page.key, url: page.url, title: page.title },
    comment: {
      id: comment.id,
      revision: comment.revision,
      text: comment.text,
      html: comment.html,
      length: countGraphemes(comment.text),
      links: comment.links,
      images: [],
      parent:
        comment.parent === undefined ? undefined : { id: comment.parent.id, text: comment.parent.text, author_id: comment.parent.readerId },
    },
    author: {
      id: share.readerId,
      nick: share.name,
      email_hash: share.emailHash,
      trust: history?.trust,
      created_at: history === undefined ? undefined : time(history.since),
      approved: history?.published,
      rejected: history?.rejected,
      is_staff: history?.isStaff,
    },
    client: {
      ip: share.ip,
      ip_region: share.region,
      ua: sent?.userAgent ?? undefined,
      referrer: sent?.referrer ?? undefined,
      form_ms: sent?.elapsed ?? undefined,
      honeypot: sent?.honeypot,
    },
    local: { verdict: share.local.verdict, score: share.local.score, signals: share.local.findings.map(signalOf) },
  };
}

function post(settings: ReviewerSettingsOf<'webhook'>, key: string, body: unknown, call: Call) {
  const text = JSON.stringify(body);
  return call.fetch(settings.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-signature': signBody(settings.secret, text, call.now()),
      'idempotency-key': key,
    },
    body: text,
  });
}

/** An answer of the webhook, at once or later, as an opinion. */
export function opinionOfAnswer(answer: ReviewAnswer): Opinion {
  const labels = answer.labels.map(({ label, sub, score }) => ({
    name: sub === undefined ? label : `${label}/${sub}`,
    category: categoryOf(label),
    score: score ?? null,
  }));
  if (answer.reason_code !== undefined) {
    labels.unshift({ name: answer.reason_code, category: categoryOfReason(answer.reason_code), score: null });
  }
  const notes = [answer.public_reason, answer.trace_id].filter((note) => note !== undefined && note !== '');
  return {
    kind: 'opinion',
    verdict: answer.verdict,
    score: answer.score ?? USUAL_SCORE[answer.verdict],
    labels,
    spans: answer.spans.map(({ start, end, label }) => ({ start, end, label: label ?? null })),
    note: notes.length === 0 ? null : notes.join(' · '),
    ttl: answer.ttl_s ?? null,
  };
}

/** The signed webhook: any service that speaks our own form. See `docs/reviewers.md`. */
export const webhook: FeedbackAdapter<'webhook'> = {
  async review(settings, share, call) {
    const { id, action } = share;
    const head = { v: 1, event: 'comment.review', id, action, attempt: call.attempt, deadline_ms: Math.round(call.remainingMs) };
    const answer = await post(settings, id, { ...head, ...bodyOf(share) }, call);
    expectStatus(answer, 200, 202, 204);
    if (answer.status === 204) return NO_OPINION;
    const json = jsonOf(await answer.text());
    if (answer.status === 202) {
      if (!ReviewLater.safeParse(json).success) throw new ReviewFailure('malformed');
      return { kind: 'later' };
    }
    const read = ReviewAnswer.safeParse(json);
    if (!read.success) throw new ReviewFailure('malformed');
    return opinionOfAnswer(read.data);
  },
  async feedback(settings, share, decision, call) {
    const { id } = share;
    const head = { v: 1, event: 'comment.feedback', id, attempt: call.attempt, decision: decisionOf(decision) };
    expectStatus(await post(settings, `${id}.${decision.action}`, { ...head, ...bodyOf(share) }, call), 200, 202, 204);
    return true;
  },
  reads: ({ id: _id, ...share }) => ({ ...share, comment: { ...share.comment, id: null, revision: null } }),
  calls: () => 1,
};

function decisionOf({ action, reason, own }: HumanDecision): Record<string, string | null> {
  return { action, reason_code: reason, own_verdict: own };
}
