import { render } from 'preact';
import { applyChoices, lang } from './choices.ts';
import { keepTime } from './i18n/format.ts';
import { loadTexts } from './i18n/texts.ts';
import { NOT_LOADED_EVENT } from './not-loaded-event.ts';
import { followAddress } from './router.ts';
import { App } from './screens/app.tsx';
import { findSession } from './session.ts';

applyChoices();
followAddress();
keepTime();
void findSession();

const root = document.getElementById('app');

if (root !== null) {
  loadTexts(lang.value).then(
    () => render(<App />, root),
    () => dispatchEvent(new Event(NOT_LOADED_EVENT)),
  );
}
