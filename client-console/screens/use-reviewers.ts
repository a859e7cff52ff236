import { texts } from '../i18n/all.ts';
import { draftOfReviewer, faultsBefore, faultsOf, type ReviewerDraft, reviewerOf } from '../text/reviewer-drafts.ts';
import { draftsOf } from './use-drafts.ts';

/** The reviewers of a site as they are being changed, and how they are saved. */
export const reviewerDrafts = draftsOf<ReviewerDraft>({
  stored: ({ reviewers }) => reviewers.map(draftOfReviewer),
  sent: (list) => ({ reviewers: list.map(reviewerOf) }),
  faultsBefore,
  faultsOf,
  texts: () => texts().reviewers,
});
