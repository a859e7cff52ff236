import { isIPv4 } from 'node:net';
import { z } from 'zod';
import type { ReviewerSettingsOf } from '../domain/reviewer-settings.ts';
import type { Verdict } from '../domain/types.ts';
import { type Adapter, type Call, expectStatus, jsonOf } from './adapter.ts';
import { categoryOf } from './categories.ts';
import { documentOf, movedBy, piecesOf } from './document.ts';
import { mergeOpinions, type Opinion, ReviewFailure, type Span, USUAL_SCORE } from './opinion.ts';
import { fromCodePoints, type Piece } from './split.ts';
import type { Share } from './subject.ts';
import { signTencent } from './tencent-signature.ts';

/** 10,000 characters by the page; in UTF-16 units, of which there are never fewer. */
const LIMIT = 10_000;

const Hit = z.object({
  Keyword: z.string().nullish(),
  Positions: z.array(z.object({ Start: z.int().min(0), End: z.int().min(0) })).nullish(),
});
/** TextModeration 2020-12-29, https://cloud.tencent.com/document/api/1124/51860. Members that are not used are left out. */
const Answer = z.object({
  Response: z.union([
    z.object({ Error: z.object({ Code: z.string() }) }),
    z.object({
      Suggestion: z.enum(['Block', 'Review', 'Pass']),
      Label: z.string().nullish(),
      SubLabel: z.string().nullish(),
      Score: z.number().nullish(),
      Keywords: z.array(z.string()).nullish(),
      DetailResults: z
        .array(
          z.object({
            Label: z.string().nullish(),
            SubLabel: z.string().nullish(),
            Score: z.number().nullish(),
            HitInfos: z.array(Hit).nullish(),
          }),
        )
        .nullish(),
      RequestId: z.string().nullish(),
    }),
  ]),
});
type Moderated = Exclude<z.infer<typeof Answer>['Response'], { Error: unknown }>;

const VERDICT: Readonly<Record<'Block' | 'Review' | 'Pass', Verdict>> = { Block: 'block', Review: 'review', Pass: 'pass' };

async function askPiece(settings: ReviewerSettingsOf<'tencent'>, share: Share, piece: Piece, call: Call): Promise<Opinion> {
  const body = JSON.stringify({
    Content: Buffer.from(piece.text, 'utf8').toString('base64'),
    BizType: settings.bizType,
    DataId: share.id.replace(/[^\w@#-]/g, '-').slice(0, 64),
    User: share.readerId === undefined ? undefined : { UserId: share.readerId, AccountType: 7 },
    Device: share.ip !== undefined && isIPv4(share.ip) ? { IP: share.ip } : undefined,
  });
  const headers = signTencent(settings.keyId, settings.secret, {
    host: new URL(settings.url).host,
    service: 'tms',
    action: 'TextModeration',
    version: '2020-12-29',
    region: settings.region,
    body,
    timestamp: Math.floor(call.now() / 1000),
  });
  const answer = await call.fetch(new URL('/', settings.url), { method: 'POST', headers, body });
  expectStatus(answer, 200);
  const read = Answer.safeParse(jsonOf(await answer.text()));
  if (!read.success) throw new ReviewFailure('malformed');
  const { Response } = read.data;
  // Errors come with status 200.
  if ('Error' in Response)
    throw new ReviewFailure(/^(?:InternalError|RequestLimitExceeded|LimitExceeded)/.test(Response.Error.Code) ? 'busy' : 'refused');
  return movedBy(piece.offset, opinionOf(Response, piece.text));
}

const share01 = (score: number | null | undefined): number | null =>
  typeof score === 'number' ? Math.min(1, Math.max(0, score / 100)) : null;

function opinionOf(answer: Moderated, text: string): Opinion {
  const details = [
    ...(answer.DetailResults ?? []),
    { Label: answer.Label, SubLabel: answer.SubLabel, Score: answer.Score, HitInfos: null },
  ];
  const bad = details.filter(({ Label }) => typeof Label === 'string' && Label !== '' && Label !== 'Normal');
  const labels = new Map(
    bad.map(({ Label, SubLabel, Score }) => {
      const name = typeof SubLabel === 'string' && SubLabel !== '' ? `${Label}/${SubLabel}` : `${Label}`;
      return [name, { name, category: categoryOf(`${Label}`), score: share01(Score) }] as const;
    }),
  );
  const placed = bad.flatMap(({ Label, HitInfos }) =>
    (HitInfos ?? []).flatMap(({ Keyword, Positions }) =>
      (Positions ?? []).map(({ Start, End }): Span => {
        const start = fromCodePoints(text, Start);
        // Whether End is the last character or the one behind it, the page does not say; the word does.
        const isHere = typeof Keyword === 'string' && Keyword !== '' && text.startsWith(Keyword, start);
        return { start, end: isHere ? start + Keyword.length : fromCodePoints(text, End), label: Label ?? null };
      }),
    ),
  );
  const words = (answer.Keywords ?? []).map((word): Span => ({ text: word, label: answer.Label ?? null }));
  const verdict = VERDICT[answer.Suggestion];
  return {
    kind: 'opinion',
    verdict,
    score: verdict === 'pass' ? 0 : Math.max(share01(answer.Score) ?? 0, USUAL_SCORE.review),
    labels: [...labels.values()],
    spans: placed.length > 0 ? placed : words,
    note: answer.RequestId ?? null,
    ttl: null,
  };
}

/** 腾讯云文本内容安全: TextModeration. */
export const tencent: Adapter<'tencent'> = {
  async review(settings, share, call) {
    return mergeOpinions(await Promise.all(piecesOf(share, LIMIT).map((piece) => askPiece(settings, share, piece, call))));
  },
  reads: documentOf,
  calls: (share) => piecesOf(share, LIMIT).length,
};
