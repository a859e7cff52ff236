import type { Catalogue } from '../i18n/zh-CN.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';

type Texts = Catalogue & LateCatalogue;

/** Makes a spoiler a control: its text is inert until its button shows it. */
function withButton(spoiler: HTMLElement, t: Texts): void {
  const secret = document.createElement('span');
  secret.append(...spoiler.childNodes);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  spoiler.removeAttribute('tabindex');
  spoiler.append(secret, button);

  function show(isShown: boolean): void {
    spoiler.classList.toggle('shown', isShown);
    secret.inert = !isShown;
    button.setAttribute('aria-expanded', String(isShown));
    button.textContent = isShown ? t.collapse : '';
    if (isShown) button.removeAttribute('aria-label');
    else button.setAttribute('aria-label', t.spoiler);
  }
  spoiler.addEventListener('click', (event) => {
    const isShown = spoiler.classList.contains('shown');
    // A link that is shown is followed; one that is hidden is shown first.
    if (isShown && event.target !== button) return;
    event.preventDefault();
    show(!isShown);
  });
  show(false);
}

/** Makes the server's html usable by keys: spoilers, and code blocks that scroll. */
export function makeUsable(box: HTMLElement, t: Texts): void {
  for (const spoiler of box.querySelectorAll<HTMLElement>('.spoiler[tabindex]')) withButton(spoiler, t);
  for (const pre of box.querySelectorAll<HTMLElement>('.body pre')) {
    const isWide = pre.scrollWidth > pre.clientWidth;
    for (const [name, value] of Object.entries({ tabindex: '0', role: 'region', 'aria-label': t.code })) {
      if (isWide) pre.setAttribute(name, value);
      else pre.removeAttribute(name);
    }
  }
}
