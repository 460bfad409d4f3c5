(function(){
var M=["มกราคม","กุมภาพันธ์","มีนาคม","เมษายน","พฤษภาคม","มิถุนายน","กรกฎาคม","สิงหาคม","กันยายน","ตุลาคม","พฤศจิกายน","ธันวาคม"];
function tick(){var d=new Date(),e=document.getElementById("clock");if(e)e.textContent="วันที่ "+d.getDate()+" "+M[d.getMonth()]+" "+(d.getFullYear()+543)+" เวลา "+d.toTimeString().slice(0,8)+" น.";}
tick();setInterval(tick,1000);
document.querySelectorAll('[data-bs-toggle="collapse"],[data-bs-toggle="tab"]').forEach(function(b){b.addEventListener("click",function(ev){ev.preventDefault();var t=document.querySelector(b.getAttribute("data-bs-target"));if(!t)return;
if(b.getAttribute("data-bs-toggle")==="tab"){t.parentNode.querySelectorAll(".tab-pane").forEach(function(p){p.classList.remove("active");});t.classList.add("active");}else t.classList.toggle("show");});});
})();