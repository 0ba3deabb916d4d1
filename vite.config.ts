import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// OBS 28 to 30 show pages with Chromium 103.
const target = 'chrome103'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/**
 * Two builds by one `vite build`: the pages, whose assets are hashed, and the kit, one file under a
 * name that pages of others can rely on.
 */
export default defineConfig({
  root: path('overlay/page'),
  build: { target, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: path('dist/web'),
        emptyOutDir: true,
        rolldownOptions: {
          input: {
            studio: path('overlay/page/studio/index.html'),
            obs: path('overlay/page/obs/index.html'),
            login: path('overlay/page/login/index.html'),
          },
        },
      },
    },
    kit: {
      consumer: 'client',
      build: {
        outDir: path('dist/web/kit/v1'),
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: { 'danmu-overlay': path('overlay/element/danmu-overlay/danmu-overlay.ts') },
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', codeSplitting: false },
        },
      },
    },
  },
})
