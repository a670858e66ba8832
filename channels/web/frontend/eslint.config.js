import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const typed = {
  parser: tseslint.parser,
  projectService: true,
  extraFileExtensions: ['.vue'],
  tsconfigRootDir: import.meta.dirname,
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 200, skipBlankLines: true }],
    },
  },
  { files: ['**/*.ts'], languageOptions: { parserOptions: typed } },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: typed, globals: globals.browser } },
  {
    files: ['**/*.vue'],
    rules: {
      // What people write is shown as text, never as markup.
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      'vue/block-order': ['error', { order: ['script', 'template'] }],
      'vue/component-api-style': 'error',
      'vue/define-macros-order': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  { files: ['public/**/*.js'], languageOptions: { globals: globals.browser, sourceType: 'script' } },
  { files: ['dev/**/*.mjs'], languageOptions: { globals: globals.node } },
);
