import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const BACKEND = process.env['SHUIDA_BACKEND'] ?? 'http://127.0.0.1:8787';

// The page runs under a strict CSP: every script and style is an external file, nothing becomes a data: URL.
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    // The oldest web views in use: WeChat on Android, iOS 15.4.
    target: ['chrome92', 'safari15.4'],
    rolldownOptions: { input: ['index.html', 'calculators.html'] },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: BACKEND, ws: true } },
  },
  test: {
    environment: 'node',
    environmentOptions: { happyDOM: { settings: { navigation: { disableChildFrameNavigation: true } } } },
    include: ['tests/**/*.test.ts'],
    restoreMocks: true,
  },
});
