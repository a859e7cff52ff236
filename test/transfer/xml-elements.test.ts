import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { childOf, type FoundElement, readXmlElements, textOf } from '../../server/transfer/input/xml-elements.ts';
import { XmlFault, type XmlNote } from '../../server/transfer/input/xml-fault.ts';

/** The document in pieces of a size, so that everything is cut somewhere. */
async function* pieces(xml: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < xml.length; at += size) yield xml.slice(at, at + size);
}

interface Read {
  found: FoundElement[];
  notes: XmlNote[];
  fault: XmlFault | null;
}
async function read(xml: string, chosen: string[], size = 3): Promise<Read> {
  const reading = readXmlElements(pieces(xml, size), new Set(chosen));
  const found: FoundElement[] = [];
  try {
    for await (const one of reading.elements) found.push(one);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return { found, notes: reading.notes(), fault: error };
  }
  return { found, notes: reading.notes(), fault: null };
}
const texts = ({ found }: Read): string[] => found.map(({ element }) => element.text);
const kinds = ({ notes }: Read): string[] => notes.map(({ kind }) => kind);

describe('elements', () => {
  const WXR = `<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:wp="http://wp.example/"><channel>
<item><title>标题</title><wp:post_id>12</wp:post_id>
<wp:comment id="a" wp:kind="b"><wp:comment_id>1</wp:comment_id><wp:content><![CDATA[<b>x</b> <!DOCTYPE html> <wp:comment>]]> &amp; y</wp:content></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id></wp:comment><later/></item></channel></rss>`;

  test.each([1, 7, 100_000])('in pieces of %i, with what they stand in', async (size) => {
    const { found, notes, fault } = await read(WXR, ['item', 'comment'], size);
    expect(fault).toBeNull();
    expect(notes).toEqual([]);
    expect(found.map(({ element }) => element.name)).toEqual(['comment', 'comment', 'item']);
    const [first, , item] = found;
    if (first === undefined || item === undefined) throw new Error('nothing found');
    expect(first.element).toMatchObject({ prefix: 'wp', namespace: 'http://wp.example/', line: 4 });
    expect({ ...first.element.attributes }).toEqual({ id: 'a', 'wp:kind': 'b', kind: 'b' });
    expect(textOf(first.element, 'content')).toBe('<b>x</b> <!DOCTYPE html> <wp:comment> & y');
    expect(first.path).toEqual(['rss', 'channel', 'item']);
    expect(first.outer?.children.map(({ name }) => name)).toEqual(['title', 'post_id']);
    expect(first.outer === null ? '' : textOf(first.outer, 'title')).toBe('标题');
    // What was given away is not kept.
    expect(item.element.children.map(({ name }) => name)).toEqual(['title', 'post_id', 'later']);
    expect(item.outer).toBeNull();
  });

  test('chosen in a certain element: the same name elsewhere stays where it is', async () => {
    const { found } = await read('<disqus><thread id="1"/><post><thread id="2"/></post></disqus>', ['disqus/thread', 'post']);
    expect(found.map(({ element }) => element.name)).toEqual(['thread', 'post']);
    expect(found[1] && childOf(found[1].element, 'thread')?.attributes.id).toBe('2');
  });
});

describe('what is survived and noted', () => {
  test('characters around the root', async () => {
    const all = await read('\ufefff5\n <?xml version="1.0"?><a><b>一</b></a>\n--\nend', ['b']);
    expect(texts(all)).toEqual(['一']);
    expect(all.notes).toEqual([{ kind: 'stray-text', line: 1, count: 2, detail: '' }]);
  });
  test('a byte order mark and blanks are nothing to note', async () => {
    expect((await read('\ufeff\n <?xml version="1.0"?><a/>\n', ['b'])).notes).toEqual([]);
  });
  test('several roots', async () => {
    const all = await read('<?xml version="1.0"?><a><b>1</b></a>\n<?xml version="1.0"?><a><b>2</b></a>', ['b']);
    expect(texts(all)).toEqual(['1', '2']);
    expect(kinds(all)).toEqual(['several-roots']);
  });
  test('prefixes that nothing declares', async () => {
    const all = await read('<a>\n<x:b y:c="1"/></a>', ['b']);
    expect(all.found[0]?.element).toMatchObject({ name: 'b', prefix: 'x', namespace: null });
    expect(all.notes).toEqual([{ kind: 'undeclared-prefix', line: 2, count: 1, detail: 'x' }]);
  });
  test('control characters, raw, in CDATA and as references', async () => {
    const all = await read('<a>\n<b c="&#x1;d">前\x00&#0;后<![CDATA[\x08&#0;]]>&#9;</b></a>', ['b']);
    expect(texts(all)).toEqual(['前后&#0;\t']);
    expect(all.found[0]?.element.attributes.c).toBe('d');
    expect(all.notes).toMatchObject([{ kind: 'control-characters', line: 2 }]);
  });
  test('bytes that were no text', async () => {
    const all = await read('<a><b>o\ufffdk</b>\n</a>', ['b']);
    expect(texts(all)).toEqual(['o\ufffdk']);
    expect(kinds(all)).toEqual(['undecodable']);
  });
  test('entities of HTML stay as they are written', async () => {
    const all = await read('<a><b>1&nbsp;2 &lt;&#20320;&#x597d;</b></a>', ['b']);
    expect(texts(all)).toEqual(['1&nbsp;2 <你好']);
    expect(kinds(all)).toEqual(['unknown-entity']);
  });
  test('pairs of surrogates that a piece cuts, comments and instructions', async () => {
    const all = await read('<?x y?><!-- c --><a><b>😀<!-- c --><?x y?>好</b></a>', ['b'], 1);
    expect(texts(all)).toEqual(['😀好']);
    expect(all.notes).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    ['<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY b "c">]>\n<a>&b;</a>', 'doctype', 2],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'doctype', 1],
    ['<a>\n<b>', 'malformed', 2],
    ['<a>\n<b></a>', 'malformed', 2],
    ['<a>\n\n<b c=d/></a>', 'malformed', 3],
    ['<a><b>x</b></a></a>', 'malformed', 1],
    ['<a>x & y</a>', 'malformed', 1],
    ['<a><![CDATA[x', 'malformed', 1],
    ['<a>'.repeat(200), 'too-deep', 1],
    ['', 'empty', 1],
    ['\n just text', 'empty', 2],
  ])('%j', async (xml, why, line) => {
    const { fault } = await read(xml, ['b']);
    expect(fault).toMatchObject({ why, line });
    expect(fault?.column).toBeGreaterThan(0);
  });

  test('an element, a text or a document type without an end, before it fills the memory', async () => {
    async function* endless(begin: string, more: string): AsyncGenerator<string> {
      yield begin;
      for (;;) yield more;
    }
    for (const [begin, more] of [
      ['<a><b><![CDATA[', 'x'.repeat(1_000_000)],
      ['<a><b>', '<c/>'.repeat(10_000)],
      ['<!DOCTYPE a [', ' '.repeat(1_000_000)],
    ] as const) {
      const reading = readXmlElements(endless(begin, more), new Set(['b']));
      await expect(reading.elements.next()).rejects.toMatchObject({ why: 'too-large' });
    }
  });
});

test('what is kept of an element does not keep the file that it was in', async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('memory cannot be collected here');
  const filling = 'x'.repeat(100);
  async function* large(): AsyncGenerator<string> {
    yield '<a>';
    for (let i = 0; i < 800; i++) yield `<b id="an identifier ${i}"><c>a title of a page, ${i}</c></b>${`<d>${filling}</d>`.repeat(600)}`;
    yield '</a>';
  }
  const kept: (string | undefined)[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for await (const { element } of readXmlElements(large(), new Set(['b'])).elements) kept.push(textOf(element, 'c'), element.attributes.id);
  collect();
  expect(kept).toHaveLength(1_600);
  // The file has 50 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
});
