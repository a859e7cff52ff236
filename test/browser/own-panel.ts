import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { claimsOf, tokenOf } from '../http/sso-tokens.ts';
import { bearer, call } from '../support/api.ts';
import { type Article, type OpenOptions, opinion, type Reader, type Room } from './reading-room.ts';

export const dialogOf = ({ box }: Reader): Locator => box.getByRole('dialog', { name: '我的' });
export const opener = ({ box }: Reader): Locator => box.getByRole('button', { name: '我的评论' });
/** The element that has the keyboard's focus: its words, or its label. */
export const focused = ({ page }: Reader): Promise<string> =>
  page.evaluate(() => {
    const on = document.querySelector('#liangju')?.shadowRoot?.activeElement;
    return on?.getAttribute('aria-label') ?? on?.textContent ?? '';
  });

/** Readers who open the panel with what is theirs. */
export function ownPanel(room: Room, setSite: (body: object) => Promise<unknown>) {
  /** What the service answers to the token. */
  const statusOf = async (token: string): Promise<number> =>
    (await call(room.server.url, '/api/v1/me?site=demo', { headers: bearer(token) })).status;

  /** A page of a browser that has a reader's token. */
  async function openAs(token: string, article: Article, options: OpenOptions = {}): Promise<Reader> {
    const reader = await room.open(article, options);
    await reader.page.evaluate((kept) => localStorage.setItem('liangju:demo:token', JSON.stringify(kept)), token);
    await reader.page.reload();
    await opener(reader).waitFor();
    return reader;
  }

  /** Opens the panel, at one of its views. */
  async function openPanel(reader: Reader, view?: string): Promise<Locator> {
    await opener(reader).click();
    const dialog = dialogOf(reader);
    await dialog.waitFor();
    if (view !== undefined) await dialog.getByRole('button', { name: view, exact: true }).click();
    return dialog;
  }

  /** Somebody whom the site signs in. */
  async function newMember(claims: object = {}): Promise<string> {
    const token = tokenOf({ claims: claimsOf({ sub: randomUUID(), ...claims }) });
    return (await call<{ readerToken: string }>(room.server.url, '/api/v1/readers/sso', { body: { site: 'demo', token } })).body
      .readerToken;
  }

  /** A guest with a comment in every state below one article, the newest of them waiting. */
  async function guestOfAllStates(article: Article): Promise<string> {
    const published = await room.say(article, `发布了的。${opinion(1)}`);
    const refused = await room.say(article, `没通过的。${opinion(2)}`);
    await room.decide(refused, 'reject', 'AD');
    const removed = await room.say(article, `自己删掉的。${opinion(3)}`);
    await call(room.server.url, `/api/v1/comments/${removed.id}`, { method: 'DELETE', headers: bearer(published.token) });
    await room.say(article, '回复一下。', { parentId: published.id, name: '另一位' });
    await setSite({ mode: 'pre' });
    const body = { site: 'demo', thread: article.thread, body: `等着审核的。${opinion(4)}`, author: { name: '读者' } };
    await call(room.server.url, '/api/v1/comments', { body, headers: bearer(published.token) });
    await setSite({ mode: 'post' });
    return published.token;
  }

  return { openAs, openPanel, newMember, guestOfAllStates, statusOf };
}
