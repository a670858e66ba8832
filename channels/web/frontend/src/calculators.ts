/** The entry of the calculators' page. */

import { createApp } from 'vue';
import { createCalculatorClient } from './api/calculators';
import CalculatorsApp from './components/calculators/CalculatorsApp.vue';
import { restoreTextSize } from './composables/useTextSize';
import './styles/index.css';

restoreTextSize();
createApp(CalculatorsApp, { client: createCalculatorClient() }).mount('#app');
