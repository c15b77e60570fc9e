// The trend as a picture; the table below it says the same in figures.
"use strict";
(() => {
  const place = document.getElementById("trend");
  const source = document.getElementById("trend-data");
  if (!place || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const chart = window.echarts.init(place);
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    color: ["#1c6b3f", "#1f4e8c", "#8a5200"],
    tooltip: { trigger: "axis" },
    legend: { top: 0 },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: data.months },
    yAxis: { type: "value", minInterval: 1 },
    series: [
      { name: "累计销号", type: "line", data: data.closed, symbolSize: 6 },
      { name: "当月销号", type: "bar", data: data.new, barMaxWidth: 18 },
      { name: "当月退回", type: "bar", data: data.returned, barMaxWidth: 18 },
    ],
  });
  addEventListener("resize", () => chart.resize());
})();
