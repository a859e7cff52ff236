import './style/index.css';
import { render } from 'preact';
import { applyChoices } from './choices.ts';
import { keepTime } from './i18n/format.ts';
import { followAddress } from './router.ts';
import { App } from './screens/app.tsx';
import { findSession } from './session.ts';

applyChoices();
followAddress();
keepTime();
void findSession();

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
