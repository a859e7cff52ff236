/**
 * Preact without what the comment box does not use: no class components, no hydration or suspense, no portals, no html
 * or style as a prop, no error boundaries. Built from the source that the package ships, so that nothing is forked: each change
 * names the text that it replaces, and a Preact in which that text is not found stops the build.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const FOLDER = join(import.meta.dirname, '../node_modules/preact');
const ENTRIES: Readonly<Record<string, string>> = {
  preact: 'src/index.js',
  'preact/hooks': 'hooks/src/index.js',
  'preact/jsx-runtime': 'jsx-runtime/src/index.js',
};

/** Texts of a file, and what stands there instead. */
type Changes = readonly (readonly [text: string | RegExp, instead: string])[];

/** The parameters become free names, which the build knows as constants. */
const WITHOUT_OLD_NODES: Changes = [[/^\t(isHydrating|excessDomChildren),$/gm, '\t_$1,']];

const CHANGES: Readonly<Record<string, Changes>> = {
  'src/diff/index.js': [
    ...WITHOUT_OLD_NODES,
    ['(tmp = newType.prototype) && tmp.render', 'false'],
    [/\tif \(\n\t\toldVNode\._flags & MODE_SUSPENDED[\s\S]*?\n\t\}\n/, ''],
    [/if \(newProps\._parentDom\) \{/g, 'if (false) {'],
    ['isHydrating = excessDomChildren = NULL;', ''],
    ['if (resumed) resumed.some(removeNode);', ''],
    [/\t\t\tif \(isHydrating \|\| excessDomChildren\) \{[\s\S]*?\n\t\t\t\} else \{/, '\t\t\t{'],
    ['if (!(e && e.then)) markAsForce(newVNode);', ''],
    [/\t\tif \(isHydrating\) \{[\s\S]*?excessDomChildren = NULL;\n/, ''],
    [/\tif \(excessDomChildren\) \{\n\t\tfor[\s\S]*?\n\t\}\n\n/, ''],
    [/\t\texcessDomChildren =\n[^;]*;\n/, ''],
    [/if \(i == 'dangerouslySetInnerHTML'\) \{\n\t\t\t\toldHtml = value;\n\t\t\t\} else /, ''],
    [/else if \(i == 'dangerouslySetInnerHTML'\) \{\n\t\t\t\tnewHtml = value;\n\t\t\t\} /, ''],
    ['if (newHtml) {', 'if (false) {'],
    ["if (oldHtml) dom.textContent = '';", ''],
    [/\t\t\tif \(\n\t\t\t\tnodeType == 'foreignObject'[\s\S]*?\n\t\t\t\}\n/, ''],
    ["else if (nodeType == 'math') namespace = MATH_NAMESPACE;", ''],
    [/\t\/\/ A component that suspended while hydrating owns[\s\S]*?(?=\tif \(!skipRemove\) removeNode)/, ''],
    ['skipRemove && !vnode.props._parentDom', 'skipRemove'],
    [/\t\t\ttmp = newType\.contextType;[\s\S]*?: globalContext;\n/, '\t\t\tconst componentContext = globalContext;\n'],
    ['if (provider) provider.sub(c);', ''],
    ['newVNode._flags &= RESET_MODE;', ''],
    [/\t\t\t\tif \(c\._bits & COMPONENT_PENDING_ERROR\) \{[\s\S]*?\}\n/, ''],
    [/\t\t\tif \(c\._bits & COMPONENT_PROCESSING_EXCEPTION\) \{[\s\S]*?\n\t\t\t\}\n/, ''],
    ["(nodeType == 'template' && dom.content) || dom", 'dom'],
    [/\t\t\tif \(nodeType == 'progress' && inputValue == NULL\) \{[\s\S]*?\} else if/, '\t\t\tif'],
    ["(inputValue !== dom[i] || (nodeType == 'progress' && !inputValue))", 'inputValue !== dom[i]'],
    ['newProps.is ? newProps : parentDom', 'parentDom'],
    ["!(i == 'value' && 'defaultValue' in newProps) &&", ''],
    ["!(i == 'checked' && 'defaultChecked' in newProps)", 'true'],
  ],
  'src/diff/children.js': [
    ...WITHOUT_OLD_NODES,
    ['oldVNode.ref != childVNode.ref || oldVNode._flags & REF_DETACHED', 'oldVNode.ref != childVNode.ref'],
    ['if (parentVNode.props._parentDom) return oldDom;', ''],
    [/\t\tif \(oldDom && !oldDom\.parentNode\) \{[\s\S]*?\n\t\t\}\n/, ''],
    ['while (next && next.nodeType == 8) next = next.nextSibling;', ''],
    [/\twhile \(\n\t\t\(oldDom = oldDom && oldDom\.nextSibling\) &&[\s\S]*?\);\n/, '\toldDom = oldDom && oldDom.nextSibling;\n'],
  ],
  'src/diff/props.js': [
    [/\tif \(name == 'style'\) \{[\s\S]*?\n\t\}\n\t\/\/ Benchmark[\s\S]*?\n\telse if/, '\tif'],
    ["name = name.replace(/xlink(H|:h)/, 'h').replace(/sName$/, 's');", ''],
    ['options.event ? options.event(e) : e', 'e'],
    ["useCapture = name != (name = name.replace(CAPTURE_REGEX, '$1'));", ''],
    [/\t\t\tname != 'download' &&\n\t\t\tname != 'rowSpan' &&\n\t\t\tname != 'colSpan' &&\n/, ''],
    ["\t\t\tname != 'popover' &&\n", ''],
    ["name == 'popover' && value == true ? '' : value", 'value'],
  ],
  'src/create-element.js': [['if (!original && options.vnode) options.vnode(vnode);', '']],
  'src/create-context.js': [
    [/\tContext\.Consumer = [\s\S]*?\};\n\n/, ''],
    ['Context.Provider = Context.Consumer.contextType = Context', 'Context.Provider = Context'],
  ],
  'src/diff/catch-error.js': [[/\tfor \(; \(vnode = vnode\._parent\); \) \{[\s\S]*?\n\t\}\n(?=\n\t\/\/ Reset)/, '']],
  'src/render.js': [
    ['if (options._root) options._root(vnode, parentDom);', ''],
    [/\tif \(parentDom\.nodeType == 9\) \{[\s\S]*?\}\n/, ''],
    [/\tlet isHydrating = [^;]*;\n/, ''],
    [/oldVNode\n\t\t\t\? NULL\n\t\t\t: parentDom\.firstChild\n\t\t\t\t\? [^:]*: NULL/, 'NULL'],
  ],
  'src/component.js': [
    ['oldVNode._flags & MODE_HYDRATE ? [oldDom] : NULL', 'NULL'],
    ['oldVNode._flags & MODE_HYDRATE,', 'false,'],
    [' && !vnode.props._parentDom) {', ') {'],
    [/ \|\|\n\t\tprevDebounce != options\.debounceRendering/, ''],
    ['if (options.vnode) options.vnode(newVNode);', ''],
    ['prevDebounce = options.debounceRendering;', ''],
    [/\(prevDebounce \|\| queueMicrotask\)/g, 'queueMicrotask'],
    ["typeof vnode.type == 'function' && !vnode.props._parentDom", "typeof vnode.type == 'function'"],
  ],
  'hooks/src/index.js': [
    [/^let old\w+ = options\.\w+;\n/gm, ''],
    [/options\._root = [\s\S]*?\n\};\n/, ''],
    [/\tif \(options\._hook\) \{[\s\S]*?\n\t\}\n/, ''],
    [/^\tcurrentHook = \d+;\n/gm, ''],
    [/!options\._skipEffects && /g, ''],
    [' || prevRaf != options.requestAnimationFrame', ''],
    ['prevRaf = options.requestAnimationFrame;', ''],
    ['(prevRaf || afterNextFrame)', 'afterNextFrame'],
  ],
  'jsx-runtime/src/index.js': [
    [/\tif \(__source \|\| __self\) \{[\s\S]*?\n\t\}\n/, ''],
    ['if (options.vnode) options.vnode(vnode);', ''],
  ],
};

/** What other extensions of Preact would have set before the hooks: there are none. */
const NONE_BEFORE = ['oldBeforeDiff', 'oldBeforeRender', 'oldAfterDiff', 'oldCommit', 'oldBeforeUnmount', 'oldRoot'];

/** Options with which the box is built on it. */
export const LEAN_PREACT = {
  // Its private properties, as its own build shortens them.
  mangleProps: /^_\w/,
  define: {
    'process.env.NODE_ENV': '"production"',
    isHydrating: 'false',
    excessDomChildren: 'null',
    ...Object.fromEntries(NONE_BEFORE.map((name) => [name, 'undefined'])),
  },
} as const;

/** @throws Error from the build when Preact is not what it was. */
export const leanPreact: Plugin = {
  name: 'lean-preact',
  setup(plugin) {
    plugin.onResolve({ filter: /^preact(?:$|\/)/ }, ({ path }) => {
      const entry = ENTRIES[path];
      return entry === undefined ? undefined : { path: join(FOLDER, entry), sideEffects: path !== 'preact/jsx-runtime' };
    });
    plugin.onLoad({ filter: /node_modules\/preact\/(?:hooks\/|jsx-runtime\/)?src\/.*\.js$/ }, async ({ path }) => {
      const file = path.slice(FOLDER.length + 1);
      let contents = await readFile(path, 'utf8');
      for (const [text, instead] of CHANGES[file] ?? []) {
        const changed = contents.replace(text, instead);
        if (changed === contents) throw new Error(`${file} of Preact no longer holds ${text}`);
        contents = changed;
      }
      return { contents, loader: 'js' };
    });
  },
};
