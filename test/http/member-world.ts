import { expect } from '@jest/globals';
import type { MyCommentsAnswer, ReaderView } from '../../contract/account.ts';
import type { CommentView, ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { z } from 'zod';
import { bearer, call, type newThread, sentence, signIn } from '../support/api.ts';
import type { StartedServer } from '../support/start-server.ts';
import { type Claims, claimsOf, ISSUER, SECRET, tokenOf } from './sso-tokens.ts';

/** A reader with the headers of their calls. */
export interface SignedIn {
  reader: ReaderView;
  readerToken: string;
  headers: Record<string, string>;
}
export interface Refusal {
  code: string;
}
export type Thread = ReturnType<typeof newThread>;

let lastMember = 0;
/** Who has never been seen before at the site. */
export const newSub = (): string => `member-${++lastMember}`;

/** The calls of a site that signs in its own members. */
export function memberWorld(server: () => StartedServer) {
  let admin: Record<string, string> = {};
  const ask = <T>(path: string, init: Parameters<typeof call>[2] = {}) => call<T>(server().url, `/api/v1${path}`, init);
  const set = async (change: object): Promise<void> => {
    expect((await ask('/sites/demo', { method: 'PATCH', headers: admin, body: change })).status).toBe(200);
  };
  const signedIn = ({ status, body }: { status: number; body: Omit<SignedIn, 'headers'> }): SignedIn => {
    expect([200, 201]).toContain(status);
    return { ...body, headers: bearer(body.readerToken) };
  };
  return {
    ask,
    set,
    admin: () => admin,
    async open(): Promise<void> {
      admin = await signIn(server().url);
      const sso = { mode: 'hs256', issuer: ISSUER, secrets: [SECRET] };
      await set({ mode: 'post', sso, badges: ['特约作者'], avatarHosts: ['pictures.example'] });
    },
    async member(claims: Claims = {}): Promise<SignedIn> {
      const token = tokenOf({ claims: claimsOf({ sub: newSub(), ...claims }) });
      return signedIn(await ask('/readers/sso', { body: { site: 'demo', token } }));
    },
    async guest(): Promise<SignedIn> {
      return signedIn(await ask('/readers/guest', { body: { site: 'demo', name: '游客' } }));
    },
    write: (thread: Thread, headers: Record<string, string>, more: object = {}) =>
      ask<PostAnswer & Refusal>('/comments', { body: { site: 'demo', thread, body: sentence(), elapsed: 60_000, ...more }, headers }),
    async listed(thread: Thread): Promise<CommentView[]> {
      return (await ask<ListAnswer>(`/comments?site=demo&thread=${encodeURIComponent(thread.key)}`)).body.comments;
    },
    async mine(headers: Record<string, string>, more = ''): Promise<z.infer<typeof MyCommentsAnswer>> {
      return (await ask<z.infer<typeof MyCommentsAnswer>>(`/me/comments?site=demo${more}`, { headers })).body;
    },
  };
}
