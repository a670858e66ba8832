/** The entry of the page. */

import { createApp } from 'vue';
import App from './components/App.vue';
import { restoreTextSize } from './composables/useTextSize';
import { browserStore } from './state/browser';
import './styles/index.css';

restoreTextSize();
createApp(App, { store: browserStore() }).mount('#app');
