import { render } from 'preact';
import { applyChoices, lang } from './choices.ts';
import { keepTime } from './i18n/format.ts';
import { NOT_LOADED } from './i18n/not-loaded.ts';
import { loadTexts } from './i18n/texts.ts';
import { followAddress } from './router.ts';
import { App } from './screens/app.tsx';
import { findSession } from './session.ts';

applyChoices();
followAddress();
keepTime();
void findSession();

const root = document.getElementById('app');

function NotLoaded() {
  const said = NOT_LOADED[lang.value];
  return (
    <main class="gate">
      <div class="panel" role="alert">
        <p>{said.title}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {said.retry}
        </button>
      </div>
    </main>
  );
}

if (root !== null) {
  loadTexts(lang.value).then(
    () => render(<App />, root),
    () => render(<NotLoaded />, root),
  );
}
