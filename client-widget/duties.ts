/**
 * The file `duties.js`: what a site owes its readers to say. It is loaded only where the site has terms or a time limit for answers,
 * and brings its texts in all languages.
 */
import type { Lang } from '../client-shared/language.ts';
import { formatText } from '../client-shared/i18n.ts';
import type { Controller } from './types/controller.ts';

interface Texts {
  /** Before the link to the terms. */
  accept: string;
  /** What terms without a title are called. */
  terms: string;
  within: string;
}

const TEXTS: { readonly [L in Lang]: Texts } = {
  'zh-CN': { accept: '我已阅读并同意', terms: '评论规则', within: '举报和申诉会在 {n} 小时内答复。' },
  'zh-TW': { accept: '我已閱讀並同意', terms: '留言規則', within: '檢舉和申訴會在 {n} 小時內答覆。' },
  en: { accept: 'I have read and accept ', terms: 'the rules for comments', within: 'Reports and appeals are answered within {n} hours.' },
};

/** Has the reader accepted this version, as far as this browser or the server knows? */
async function hasAccepted({ kept, token, sdk }: Controller, version: string): Promise<boolean> {
  if (kept.get('terms') === version) return true;
  if (token() === null) return false;
  const me = await sdk.me().catch(() => null);
  if (me?.reader.terms === version) kept.set('terms', version);
  // It may have been ticked while the answer was on its way.
  return kept.get('terms') === version;
}

/**
 * Shows the terms with a box to tick where the reader has still to accept them, and nothing otherwise. What is ticked is kept in
 * this browser and sent with each comment; the form is not sent before that.
 */
async function showTerms(place: Element | null, controller: Controller): Promise<void> {
  const terms = controller.state.site?.terms;
  if (terms == null || (await hasAccepted(controller, terms.version))) return place?.replaceChildren();
  const t = TEXTS[controller.settings.lang];
  const label = document.createElement('label');
  const box = document.createElement('input');
  const link = document.createElement('a');
  label.className = 'hint';
  link.className = 'link';
  Object.assign(box, { type: 'checkbox', required: true });
  Object.assign(link, { href: terms.url, target: '_blank', rel: 'noopener', textContent: terms.title || t.terms });
  box.onchange = () => (box.checked ? controller.kept.set('terms', terms.version) : controller.kept.remove('terms'));
  label.append(box, ' ', t.accept, link);
  place?.replaceChildren(label);
}

/** Shows when reports and appeals are answered. */
function showAnswerTime(place: Element | null, { state, settings }: Controller): void {
  const line = document.createElement('p');
  line.className = 'hint';
  line.textContent = formatText(TEXTS[settings.lang].within, { n: state.site?.answerWithin ?? 0 });
  place?.replaceChildren(line);
}

export const show = { terms: showTerms, answerWithin: showAnswerTime };
