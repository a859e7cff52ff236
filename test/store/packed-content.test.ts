import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody } from '../../server/markup/render-body.ts';
import { packContent, unpackContent } from '../../server/store/sqlite/packed-content.ts';

test('what was packed comes out as it was, whatever it is', () => {
  const sign = fc.constantFrom(...'汉字，。 \n<>&"\'/p', '😀', '\u0000', '\ud800');
  const any = fc.oneof(fc.string({ unit: sign, maxLength: 12 }), fc.string({ unit: 'binary' }));
  const related = any.chain((text) =>
    fc.record({ body: fc.oneof(fc.constant(text), any), html: fc.constant(`<p>${text}</p>`), text: fc.constant(text) }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.record({ body: any, html: any, text: any }), related), (content) => {
      expect(unpackContent(packContent(content))).toEqual(content);
    }),
    { numRuns: 2_000 },
  );
});

test('a plain text is kept once', () => {
  const body = '这条路修了三个月，终于通车了！';
  const { html, text } = renderBody(body, { images: false });
  expect(JSON.parse(packContent({ body, html, text }))).toEqual({ body });
  for (const other of ['**重**点', '一段\n\n两段', '1 < 2']) {
    const rendered = renderBody(other, { images: false });
    expect(unpackContent(packContent({ body: other, html: rendered.html, text: rendered.text }))).toEqual({
      body: other,
      html: rendered.html,
      text: rendered.text,
    });
  }
});
