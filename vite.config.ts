import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import {
  defaultClientConditions,
  defaultClientMainFields,
  defineConfig,
  type EnvironmentOptions,
  type Plugin,
} from 'vite'
import { elementManifest } from './custom-elements-manifest.config.ts'

// OBS 28 to 30 show pages with Chromium 103.
const target = 'chrome103'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const elements = [
  'danmu-chat',
  'danmu-enter',
  'danmu-gift',
  'danmu-overlay',
  'danmu-rank',
  'danmu-stats',
  'danmu-status',
  'danmu-superchat',
]

// What other elements have from the overlay, or share with it.
const ofOverlay =
  /reactive-element(?!.decorators)|proto.feed|overlay.(client(?!.ticket-socket|.streak)|danmaku|theme.line)|overlay.locale.(index|money|name|overlay|en.overlay|zh-cn.overlay)\.ts|element.define|overlay.option.feed|element.base.(attempt|feed-controller|feed-host|filter|option-property|seen-ids|target)|danmu-overlay.(?!debug|status-line)/

// The contract is data: what nobody asks for does nothing.
const treeshake = { moduleSideEffects: [{ test: /proto.feed/, sideEffects: false }] }

// Each folder with a main.ts is a page.
const pages = readdirSync(path('overlay/page/')).filter((name) =>
  existsSync(path(`overlay/page/${name}/main.ts`)),
)

/** The documents of the pages that have none of their own: one template, with the element of the page. */
const documents: Plugin = {
  name: 'danmu-documents',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: { filter: { id: /\/index\.html$/ }, handler: (id) => id },
  load: {
    filter: { id: /\/index\.html$/ },
    handler(id) {
      if (existsSync(id)) return undefined
      const [, page = ''] = /([^/]+)\/index\.html$/.exec(id) ?? []
      return readFileSync(path('overlay/page/page.html'), 'utf8').replaceAll(
        'page-app',
        `${page}-app`,
      )
    },
  },
}

/** The kit's themes: plain style sheets, published as they are written. */
const themes: Plugin = {
  name: 'danmu-themes',
  applyToEnvironment: ({ name }) => name === 'kit',
  generateBundle() {
    const folder = path('overlay/theme/kit/')
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.css'))) {
      const source = readFileSync(`${folder}${file}`, 'utf8')
      this.emitFile({ type: 'asset', fileName: `theme-${file}`, source })
    }
  },
}

/** The manifest of the elements, for editors and frameworks. */
const manifest: Plugin = {
  name: 'danmu-manifest',
  applyToEnvironment: ({ name }) => name === 'kit',
  generateBundle() {
    const source = JSON.stringify(elementManifest())
    this.emitFile({ type: 'asset', fileName: 'custom-elements.json', source })
  },
}

/** Takes blanks and comments out of the style sheets that travel inside scripts. */
const compactStyles: Plugin = {
  name: 'compact-styles',
  enforce: 'pre',
  transform: {
    filter: { id: /\.css\.ts$/ },
    handler: (code) => code.replaceAll(/(?<=css`)[^`]*/g, (sheet) => compact(sheet.trim())),
  },
}

function compact(css: string): string {
  const pieces = css.split(/(\$\{[^}]*\})/)
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : compactPiece(piece))).join('')
}

function compactPiece(css: string): string {
  return css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*([{};,>])\s*/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(/([ :,(-])0\./g, '$1.')
    .replaceAll(';}', '}')
}

/** Compresses what is text beside itself: the server sends the smallest form a client accepts. */
const compressedFiles: Plugin = {
  name: 'danmu-compressed-files',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((one) =>
      /\.(?:js|css|html|svg|json)$/.test(one),
    )) {
      const bytes = readFileSync(`${dir}/${name}`)
      writeFileSync(`${dir}/${name}.br`, brotliCompressSync(bytes))
      writeFileSync(`${dir}/${name}.gz`, gzipSync(bytes, { level: 9 }))
    }
  },
}

/**
 * Lit for the kit, without the parts that no element of ours uses: polyfills, style sheets for
 * browsers older than ours, messages about wrong ones, the metadata of standard decorators,
 * attributes of JSON, the list of versions. On a server, where there is no DOM, importing it throws
 * nothing.
 */
const litEdits: readonly (readonly [file: RegExp, from: RegExp, to: string])[] = [
  [/css-tag\.js$/, /\b(\w)=\w\.ShadowRoot&&.*?CSSStyleSheet\.prototype\b/, '$1=!0'],
  [/css-tag\.js$/, /throw Error\("(?:CSSResult|Value passed).*?"\)/g, 'throw Error()'],
  [/reactive-element\.js$/, / extends HTMLElement\b/, ' extends(globalThis.HTMLElement??Object)'],
  [/reactive-element\.js$/, /,\w=\w\.reactiveElementPolyfillSupport\b/, ''],
  [/reactive-element\.js$/, /,\w\?\.\(\{ReactiveElement:\w\}\),.*?\.push\("[\d.]+"\)/, ''],
  [/reactive-element\.js$/, /;Symbol\.metadata\?\?=.*?=new WeakMap;/, ';'],
  [/reactive-element\.js$/, /const \w=this\[Symbol\.metadata\];.*?\}(?=this\._\$Eh=)/, ''],
  [/reactive-element\.js$/, /static addInitializer.*?(?=static get observedAttributes)/, ''],
  [/reactive-element\.js$/, /,this\.constructor\.l\?\.forEach\(\w=>\w\(this\)\)/, ''],
  [/reactive-element\.js$/, /,void 0!==\w\.l&&\(this\.l=\[\.\.\.\w\.l\]\)/, ''],
  [
    /reactive-element\.js$/,
    /break;case Object:case Array:\w=null==\w\?\w:JSON\.stringify\(\w\)/,
    '',
  ],
  [/reactive-element\.js$/, /break;case Number:.*?catch\(\w\)\{\w=null\}/, ''],
  [/lit-html\.js$/, /\b(\w)=document,/, '$1=globalThis.document??{createTreeWalker:Boolean},'],
]

const bareLit: Plugin = {
  name: 'danmu-bare-lit',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name !== 'client',
  transform: {
    filter: { id: /@lit.reactive-element.(css-tag|reactive-element)\.js$|lit-html.lit-html\.js$/ },
    handler(code, id) {
      const edits = litEdits.filter(([file]) => file.test(id))
      const missing = edits.find(([, from]) => !from.test(code))
      if (missing) this.error(`${id} is not as expected: ${missing[1]} matches nothing`)
      return edits.reduce((text, [, from, to]) => text.replace(from, to), code)
    },
  },
}

/**
 * The kit is for browsers, but built as Vite builds for a server: for a client it wraps each lazy
 * import into a helper of a kilobyte that preloads what the file imports.
 */
const withoutPreload = {
  consumer: 'server',
  resolve: {
    conditions: [...defaultClientConditions],
    mainFields: [...defaultClientMainFields],
    noExternal: true,
  },
  build: { minify: 'oxc' },
} satisfies EnvironmentOptions

/**
 * Three builds by one `vite build`: the pages, whose assets are hashed; the kit: a file for each
 * element, one for those of live rooms, and the themes, under names that pages of others can rely on, and what elements share in
 * hashed files beside them, so that they share one connection too; the same kit as one file, which
 * is a fifth smaller than the sum of its elements.
 */
export default defineConfig({
  root: path('overlay/page'),
  build: {
    target,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'license.md' },
  },
  builder: {},
  plugins: [documents, compactStyles, bareLit, themes, manifest, compressedFiles],
  environments: {
    client: {
      build: {
        outDir: path('dist/web'),
        emptyOutDir: true,
        rolldownOptions: {
          input: Object.fromEntries(
            pages.map((page) => [page, path(`overlay/page/${page}/index.html`)]),
          ),
        },
      },
    },
    kit: {
      ...withoutPreload,
      build: {
        ...withoutPreload.build,
        outDir: path('dist/web/kit/v1'),
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: {
          treeshake,
          input: {
            ...Object.fromEntries(
              elements.map((name) => [name, path(`overlay/element/${name}/${name}.ts`)]),
            ),
            'danmu-live': path('overlay/element/danmu-live.ts'),
          },
          preserveEntrySignatures: 'allow-extension',
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
            // What elements share with the overlay, and what only those share that are made of
            // templates: the overlay loads the first.
            codeSplitting: {
              groups: [
                { name: 'danmu-core', minShareCount: 2, test: ofOverlay, priority: 1 },
                { name: 'danmu-element', minShareCount: 3 },
              ],
            },
          },
        },
      },
    },
    bundle: {
      ...withoutPreload,
      build: {
        ...withoutPreload.build,
        outDir: path('dist/web/kit/v1'),
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          treeshake,
          input: { 'danmu-kit': path('overlay/element/danmu-kit.ts') },
          preserveEntrySignatures: 'allow-extension',
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  },
})
