import { z } from 'zod';
import { Verification, VerifierAnswer } from '../../contract/verification.ts';
import type { TokenHolder } from '../domain/members.ts';
import { hashPerson } from '../domain/person-hash.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms, Reader, Site, SiteId } from '../domain/types.ts';
import type { VerificationFault, VerifierSetting } from '../domain/verification.ts';
import { type OutboundCode, OutboundFailure } from '../outbound/failure.ts';
import type { Outbound } from '../outbound/fetch.ts';
import { type SignedHeaders, sign, type WebhookFault, webhookFault } from '../outbound/standard-webhooks.ts';
import { usableVerifier } from '../secrets/verifier-secret.ts';
import { jsonOf, PROVIDER_TIMEOUT } from './ask.ts';
import type { SignInDeps } from './deps.ts';
import { oneTimeRecords, randomName } from './one-time.ts';

/** So long a reader may take at the verifier. */
export const VERIFY_WITHIN: Ms = 30 * 60_000;

interface VerificationDeps extends Pick<SignInDeps, 'store' | 'encryption' | 'now' | 'random' | 'secret' | 'log'> {
  fetch: Outbound;
}

/** Verification of readers by the verifiers of sites. */
export interface ReaderVerification {
  /**
   * Asks the site's verifier who a reader is.
   * @returns the reader as they are now, or the page on which they prove it. @throws Problem `verification-refused`.
   */
  start(site: Site, holder: TokenHolder): Promise<{ reader: Reader } | { url: string }>;
  /** Takes what a verifier has found, once. @throws Problem `verification-refused`; nothing is stored then. */
  finish(headers: SignedHeaders, body: Uint8Array): Promise<void>;
}

/** A verification that was asked for; with the token it ends too, so that nothing is stored of who was erased or has gone to a member. */
const Asked = z.object({ siteId: z.string(), tokenHash: z.string() });

const FAULT_OF: Readonly<Record<OutboundCode | WebhookFault, VerificationFault>> = {
  'bad-request': 'misconfigured',
  'forbidden-address': 'misconfigured',
  unresolved: 'unreachable',
  unreachable: 'unreachable',
  tls: 'unreachable',
  aborted: 'unreachable',
  timeout: 'timeout',
  redirect: 'redirect',
  'too-large': 'too-large',
  malformed: 'unsigned',
  wrong: 'wrong-signature',
  'too-old': 'too-old',
};

const secondsOf = (now: Ms): number => Math.floor(now / 1000);
const refused = (fault: VerificationFault, cause?: unknown): Problem =>
  new Problem('verification-refused', { pub: { fault, field: 'verifier' }, cause });

/** The site's verifier as it is used. @throws Problem. */
function verifierOf({ encryption }: Pick<VerificationDeps, 'encryption'>, { id, settings: { verifier } }: Site): VerifierSetting {
  if (verifier === null) throw refused('no-verifier');
  const usable = usableVerifier(id, verifier, encryption);
  if (usable === null) throw refused('misconfigured');
  return usable;
}

/** What the verifier says. @throws Problem. */
async function answerOf(
  deps: Pick<VerificationDeps, 'fetch' | 'now'>,
  { url, secret }: VerifierSetting,
  id: string,
  question: object,
): Promise<z.output<typeof VerifierAnswer>> {
  const body = JSON.stringify(question);
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'liangju' };
  const timestamp = secondsOf(deps.now());
  const signed = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign([secret], id, timestamp, body),
  };
  try {
    const answer = await deps.fetch(url, { method: 'POST', headers: { ...headers, ...signed }, body, timeoutMs: PROVIDER_TIMEOUT });
    if (answer.status >= 500) throw refused('unreachable');
    const read = VerifierAnswer.safeParse(jsonOf(await answer.text()));
    if (answer.status !== 200 || !read.success) throw refused('bad-answer');
    return read.data;
  } catch (error) {
    throw error instanceof OutboundFailure ? refused(FAULT_OF[error.code], error) : error;
  }
}

/** @param siteOf finds a site as it is now. */
export function createVerification(deps: VerificationDeps, siteOf: (id: SiteId) => Promise<Site | null>): ReaderVerification {
  const asked = oneTimeRecords(deps, 'verification', Asked);

  /** Stores what was found. @throws Problem `expired` where the token has ended. */
  async function keep({ siteId, tokenHash }: z.output<typeof Asked>, { verified, person }: z.output<typeof Verification>): Promise<Reader> {
    const found = { kind: verified, at: deps.now(), person: hashPerson(deps.secret, siteId, person), isByVerifier: true } as const;
    const reader = await deps.store.readers.verify(tokenHash, found);
    if (reader === null) throw refused('expired');
    return reader;
  }

  /** For those who set a verifier up: readers are shown a sentence only. */
  async function noted<T>(siteId: SiteId, step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      if (error instanceof Problem) deps.log.warn({ site: siteId, fault: error.pub.fault }, 'a verification was refused');
      throw error;
    }
  }

  return {
    start: (site, { reader, token }) =>
      noted(site.id, async () => {
        const verifier = verifierOf(deps, site);
        const id = randomName(deps);
        const record = { siteId: site.id, tokenHash: token.hash };
        // The verifier may call before its answer has come here.
        await asked.keep(id, record, VERIFY_WITHIN);
        try {
          const answer = await answerOf(deps, verifier, id, { type: 'reader.verify', site: site.id, reader: reader.id, way: token.way });
          if ('url' in answer) return answer;
          return { reader: (await asked.take(id)) === null ? reader : await keep(record, answer) };
        } catch (error) {
          await asked.take(id);
          throw error;
        }
      }),

    async finish(headers, body) {
      const { id } = headers;
      const record = await asked.look(id);
      const site = record === null ? null : await siteOf(record.siteId);
      if (record === null || site === null) throw refused('expired');
      await noted(site.id, async () => {
        const fault = webhookFault([verifierOf(deps, site).secret], headers, body, secondsOf(deps.now()));
        if (fault !== null) throw refused(FAULT_OF[fault]);
        const read = Verification.safeParse(jsonOf(Buffer.from(body).toString('utf8')));
        if (!read.success) throw refused('bad-answer');
        if ((await asked.take(id)) === null) throw refused('expired');
        await keep(record, read.data);
      });
    },
  };
}
