import express, { type Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import type { HttpDeps } from '../deps.ts';
import { expressPath } from '../route.ts';

/** Most bytes of a late answer. */
const ANSWER_LIMIT = 64 * 1024;

/** Where reviewers outside bring the answers that they promised; what they sign is the body as it comes. */
export function mountReviews(app: Express, deps: HttpDeps): void {
  app.post(expressPath(routes.bringReview), express.raw({ type: () => true, limit: ANSWER_LIMIT, inflate: false }), async (req, res) => {
    const body: unknown = req.body;
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    await deps.moderation.acceptReview({ id: String(req.params.id), signature: req.get('x-signature'), body: bytes });
    res.set('Cache-Control', 'no-store').status(204).end();
  });
}
