import { z } from 'zod';
import type { ReviewerSettingsOf } from '../domain/reviewer-settings.ts';
import type { Verdict } from '../domain/types.ts';
import { type Adapter, type Call, expectStatus, jsonOf } from './adapter.ts';
import { signAliyun } from './aliyun-signature.ts';
import { categoryOf } from './categories.ts';
import { documentOf, movedBy, piecesOf } from './document.ts';
import { mergeOpinions, type Opinion, ReviewFailure, type Span, USUAL_SCORE } from './opinion.ts';
import type { Piece } from './split.ts';
import type { Share } from './subject.ts';

/** The shortest limit that the pages of the TextModeration services name; longer texts go in pieces. */
const LIMIT = 600;

/** TextModerationPlus, https://help.aliyun.com/document_detail/2669858.html. Members that are not used are left out. */
const Answer = z.object({
  Code: z.number(),
  RequestId: z.string().optional(),
  Data: z
    .object({
      RiskLevel: z.enum(['high', 'medium', 'low', 'none']).optional(),
      Result: z
        .array(
          z.object({
            Label: z.string(),
            Confidence: z.number().nullish(),
            RiskWords: z.string().nullish(),
            CustomizedHit: z.array(z.object({ LibName: z.string().nullish(), KeyWords: z.string().nullish() })).nullish(),
          }),
        )
        .default([]),
    })
    .optional(),
});

/** 阿里云's own advice: high to be refused, medium to be looked at, low as you like. */
const VERDICT: Readonly<Record<'high' | 'medium' | 'low' | 'none', Verdict>> = {
  high: 'block',
  medium: 'review',
  low: 'pass',
  none: 'pass',
};

async function askPiece(settings: ReviewerSettingsOf<'aliyun'>, share: Share, piece: Piece, call: Call): Promise<Opinion> {
  const url = settings.url ?? `https://green-cip.${settings.region}.aliyuncs.com`;
  const parameters = {
    content: piece.text,
    dataId: share.id.slice(0, 64),
    ...(share.readerId === undefined ? {} : { accountId: share.readerId }),
    ...(share.ip === undefined ? {} : { ip: share.ip }),
  };
  const body = new URLSearchParams({ Service: settings.service, ServiceParameters: JSON.stringify(parameters) }).toString();
  const headers = signAliyun(settings.keyId, settings.secret, {
    host: new URL(url).host,
    action: 'TextModerationPlus',
    version: '2022-03-02',
    query: {},
    contentType: 'application/x-www-form-urlencoded',
    body,
    date: new Date(call.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    nonce: Buffer.from(call.random(16)).toString('hex'),
  });
  const answer = await call.fetch(new URL('/', url), { method: 'POST', headers, body });
  expectStatus(answer, 200);
  const read = Answer.safeParse(jsonOf(await answer.text()));
  if (!read.success) throw new ReviewFailure('malformed');
  return movedBy(piece.offset, opinionOf(read.data));
}

function opinionOf({ Code, Data, RequestId }: z.infer<typeof Answer>): Opinion {
  if (Code !== 200) throw new ReviewFailure(Code === 588 || Code >= 500 ? 'busy' : 'refused');
  if (Data?.RiskLevel === undefined) throw new ReviewFailure('malformed');
  const verdict = VERDICT[Data.RiskLevel];
  const found = Data.Result.filter(({ Label }) => Label !== 'nonLabel');
  const labels = found.map(({ Label, Confidence }) => ({
    name: Label,
    category: categoryOf(Label),
    score: typeof Confidence === 'number' ? Math.min(1, Math.max(0, Confidence / 100)) : null,
  }));
  const spans = found.flatMap(({ Label, RiskWords, CustomizedHit }) =>
    [RiskWords, ...(CustomizedHit ?? []).map(({ KeyWords }) => KeyWords)]
      .flatMap((words) => (words ?? '').split(','))
      .filter((word) => word !== '')
      .map((text): Span => ({ text, label: Label })),
  );
  const best = Math.max(0, ...labels.map(({ score }) => score ?? 0));
  return {
    kind: 'opinion',
    verdict,
    score: verdict === 'pass' ? 0 : Math.max(best, USUAL_SCORE.review),
    labels,
    spans,
    note: RequestId ?? null,
    ttl: null,
  };
}

/** 阿里云内容安全: TextModerationPlus. */
export const aliyun: Adapter<'aliyun'> = {
  async review(settings, share, call) {
    return mergeOpinions(await Promise.all(piecesOf(share, LIMIT).map((piece) => askPiece(settings, share, piece, call))));
  },
  reads: documentOf,
  calls: (share) => piecesOf(share, LIMIT).length,
};
