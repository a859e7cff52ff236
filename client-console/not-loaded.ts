/** Says in the console's page that the console could not be loaded. Loaded for that alone, under the same name in every version. */
import { chosenLang } from './chosen-lang.ts';
import { NOT_LOADED } from './i18n/not-loaded.ts';

const lang = chosenLang();
const { title, hint, retry } = NOT_LOADED[lang];
document.documentElement.lang = lang;
const page = document.createElement('main');
page.className = 'gate';
const panel = page.appendChild(document.createElement('div'));
panel.className = 'panel';
panel.setAttribute('role', 'alert');
for (const text of [title, hint]) panel.appendChild(document.createElement('p')).textContent = text;
const button = panel.appendChild(document.createElement('button'));
button.type = 'button';
button.className = 'button';
button.textContent = retry;
button.onclick = () => location.reload();
document.body.replaceChildren(page);
