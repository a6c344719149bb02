import { defineConfig } from 'vitest/config';

// The dev server draws the page from source and asks a running
// `bin/incidentmap serve` for everything else.
const server = process.env['INCIDENTMAP_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: './', // the page may be served under a path of another host
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/basemap': server },
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
  },
});
