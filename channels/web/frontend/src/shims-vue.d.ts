/** What the linter's plain TypeScript knows of a component; vue-tsc reads the real one. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
