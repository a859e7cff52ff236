import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of an XML document: names with the address of their namespace in braces before them, as in `{http://…}entry`. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Its own text, without that of the elements in it. */
  text: string;
  children: XmlElement[];
}

const named = ({ uri, local }: { uri: string; local: string }): string => (uri === '' ? local : `{${uri}}${local}`);

/** Reads a document strictly, with its namespaces. @throws where it is not well-formed. */
export function xmlTree(document: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true, position: false });
  const here = (): XmlElement => open.at(-1) ?? top;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((one) => [named(one), one.value]));
    const element = { name: named(tag), attributes, text: '', children: [] };
    here().children.push(element);
    open.push(element);
  });
  const addText = (text: string): void => {
    here().text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(document).close();
  const [root] = top.children;
  if (root === undefined) throw new Error('a document without an element');
  return root;
}

/** The elements of a name that are directly in another. */
export const childrenOf = ({ children }: XmlElement, name: string): XmlElement[] => children.filter((one) => one.name === name);

/** The one element of a name that is directly in another. @throws where there is none, or more than one. */
export function childOf(element: XmlElement, name: string): XmlElement {
  const [child, ...others] = childrenOf(element, name);
  if (child === undefined || others.length > 0)
    throw new Error(`${others.length === 0 ? 'no' : 'more than one'} ${name} in ${element.name}`);
  return child;
}
