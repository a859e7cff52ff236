import type { Controller } from '../types/controller.ts';

/** Shows in a place when reports and appeals are answered, where the site says so. */
export function showAnswerTime(box: Controller, place: Element | null): void {
  if (box.state.site?.answerWithin) void box.getCode('duties').then(({ show }) => show.answerWithin(place, box));
}
