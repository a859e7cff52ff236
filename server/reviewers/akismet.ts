import type { ReviewerSettingsOf } from '../domain/reviewer-settings.ts';
import { type Call, expectStatus, type HumanDecision, type FeedbackAdapter } from './adapter.ts';
import { documentOf } from './document.ts';
import { type Opinion, ReviewFailure, USUAL_SCORE } from './opinion.ts';
import type { Share } from './subject.ts';

/** The members of https://akismet.com/developers/detailed-docs/comment-check/, the same for reports of mistakes. */
function formOf(settings: ReviewerSettingsOf<'akismet'>, share: Share): URLSearchParams {
  const { comment, sent, page } = share;
  const members: Readonly<Record<string, string | null | undefined>> = {
    api_key: settings.secret,
    blog: settings.blog,
    user_ip: share.ip,
    user_agent: sent?.userAgent,
    referrer: sent?.referrer,
    permalink: page.url,
    comment_type: comment.parent === undefined ? 'comment' : 'reply',
    comment_author: share.name,
    comment_content: comment.text,
    blog_charset: 'UTF-8',
    recheck_reason: share.action === 'create' ? undefined : share.action,
  };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) if (value !== null && value !== undefined) form.set(name, value);
  return form;
}

async function ask(settings: ReviewerSettingsOf<'akismet'>, path: string, share: Share, call: Call) {
  // Without an address Akismet answers "invalid" to everything.
  if (share.ip === undefined) throw new ReviewFailure('refused');
  const answer = await call.fetch(`${settings.url.replace(/\/+$/, '')}/1.1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'user-agent': 'Liangju/1 | Akismet' },
    body: formOf(settings, share).toString(),
  });
  expectStatus(answer, 200);
  return answer;
}

function opinion(verdict: Opinion['verdict'], label: string | null): Opinion {
  const labels = label === null ? [] : [{ name: label, category: 'ad', score: null }];
  return { kind: 'opinion', verdict, score: USUAL_SCORE[verdict], labels, spans: [], note: null, ttl: null };
}

/** The call that reports a mistake to Akismet; null when it was right or the decision is not about spam. */
function correction({ action, reason, own }: HumanDecision): 'submit-spam' | 'submit-ham' | null {
  const calledSpam = own === 'spam' || own === 'block';
  const isSpam = action === 'spam' || (action === 'reject' && (reason === 'AD' || reason === 'SPAM'));
  if (isSpam) return calledSpam ? null : 'submit-spam';
  return action === 'approve' && calledSpam ? 'submit-ham' : null;
}

/** Akismet: is it spam? */
export const akismet: FeedbackAdapter<'akismet'> = {
  async review(settings, share, call) {
    const answer = await ask(settings, 'comment-check', share, call);
    const answered = (await answer.text()).trim();
    if (answered === 'false') return opinion('pass', null);
    // "invalid": the key or the request; the reason is in a header that may name the key, so it is not kept.
    if (answered !== 'true') throw new ReviewFailure(answered === 'invalid' ? 'refused' : 'malformed');
    const isBlatant = answer.headers.get('x-akismet-pro-tip') === 'discard';
    return opinion(isBlatant && settings.canBlock ? 'block' : 'spam', isBlatant ? 'spam/discard' : 'spam');
  },
  async feedback(settings, share, decision, call) {
    const path = correction(decision);
    if (path === null) return false;
    const answer = await ask(settings, path, share, call);
    if (!(await answer.text()).startsWith('Thanks for making the web a better place')) throw new ReviewFailure('refused');
    return true;
  },
  reads: (share) => [documentOf(share), share.name, share.ip, share.sent?.userAgent, share.page.url],
  calls: () => 1,
};
