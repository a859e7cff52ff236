import { compatRoutes } from './compat-routes.ts';
import { feedRoutes } from './feed-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { moderationRoutes } from './moderation-routes.ts';
import { ownDataRoutes } from './own-data-routes.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import type { RouteRows } from './route-row.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { siteRoutes } from './site-routes.ts';
import { staffCommentRoutes } from './staff-comment-routes.ts';
import { staffSignInRoutes } from './staff-sign-in-routes.ts';
import { staffRoutes } from './staff-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { transferRoutes } from './transfer-routes.ts';
import { verificationRoutes } from './verification-routes.ts';

/** The public contract, row by row. */
export const routes = {
  ...readingRoutes,
  ...feedRoutes,
  ...memberRoutes,
  ...signInRoutes,
  ...verificationRoutes,
  ...ownDataRoutes,
  ...staffRoutes,
  ...staffSignInRoutes,
  ...staffCommentRoutes,
  ...ownAccountRoutes,
  ...passkeyRoutes,
  ...moderationRoutes,
  ...siteRoutes,
  ...reviewRoutes,
  ...transferRoutes,
  ...webhookRoutes,
  ...compatRoutes,
} as const satisfies RouteRows;

export type RouteId = keyof typeof routes;
