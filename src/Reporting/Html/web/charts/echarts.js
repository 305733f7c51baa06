// The parts of ECharts that the page uses, and no others: the bundle has only these.
import { init, use } from 'echarts/core';
import { LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomInsideComponent, GraphicComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([ScatterChart, LineChart, GridComponent, TooltipComponent, GraphicComponent, DataZoomInsideComponent, LabelLayout, CanvasRenderer, SVGRenderer]);

export { init };
