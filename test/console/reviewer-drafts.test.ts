import { expect, test } from '@jest/globals';
import { draftOfReviewer, faultsBefore, faultsOf, newReviewer, reviewerOf } from '../../client-console/text/reviewer-drafts.ts';
import { ReviewerSettings } from '../../contract/reviewers.ts';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import { REVIEWER_KINDS, type ReviewerKind } from '../../server/domain/enumerations.ts';

const filled = (kind: ReviewerKind) => {
  const draft = newReviewer(kind, []);
  const url = draft.url === '' && kind !== 'aliyun' ? 'https://review.example.com' : draft.url;
  return { ...draft, url, secret: 'long-enough-for-everybody', blog: 'https://news.example.com', keyId: 'AKID', model: 'm-1' };
};

test.each(REVIEWER_KINDS)('a new %s lets nothing but the text out, and is one that the service takes', (kind) => {
  const draft = filled(kind);
  expect(Object.values(draft.fields)).not.toContain(true);
  const withAddress = kind === 'akismet' ? { ...draft, fields: { ...draft.fields, ip: true } } : draft;
  expect(ReviewerSettings.safeParse(reviewerOf(withAddress)).error?.issues).toBeUndefined();
});

test.each(REVIEWER_KINDS)('a stored %s comes back as it was, its secret masked', (kind) => {
  const fields = { ...filled(kind).fields, ip: true };
  const stored = ReviewerSettings.parse(reviewerOf({ ...filled(kind), fields, when: 'sample', sample: 7, dailyQuota: 500 }));
  const shown = { ...stored, secret: SECRET_MASK };
  expect(reviewerOf(draftOfReviewer(shown))).toEqual(shown);
});

test('a second reviewer of a kind gets another id', () => {
  expect(newReviewer('chat', ['chat', 'chat-2']).id).toBe('chat-3');
});

test('what can be seen to be wrong is told at its field', () => {
  const twice = [newReviewer('chat', []), newReviewer('chat', []), newReviewer('akismet', [])];
  expect(faultsBefore(twice)).toEqual([
    { index: 1, field: 'sameId' },
    { index: 2, field: 'ip' },
  ]);
});

test('what the service found is told at its field; a secret that it no longer knows is another matter', () => {
  const drafts = [newReviewer('chat', []), { ...newReviewer('webhook', []), secret: SECRET_MASK }];
  const errors = ['reviewers.0.secret', 'reviewers.1.secret', 'reviewers.0.when.sample', 'reviewers.1.fields.ip', 'name'];
  expect(
    faultsOf(
      errors.map((path) => ({ path })),
      drafts,
    ),
  ).toEqual([
    { index: 0, field: 'secret' },
    { index: 1, field: 'secretMoved' },
    { index: 0, field: 'sample' },
    { index: 1, field: 'ip' },
  ]);
});
