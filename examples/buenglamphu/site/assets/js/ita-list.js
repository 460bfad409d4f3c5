(function(){
var box=document.getElementById("ita-box"); if(!box) return;
fetch(box.getAttribute("data-src"),{headers:{"Accept":"application/json"}}).then(function(r){return r.json();}).then(function(j){
 var t=document.createElement("table"); t.className="table table-striped";
 var h=t.insertRow(); ["ข้อ","รายการ","เอกสาร"].forEach(function(x){var c=document.createElement("th");c.textContent=x;h.appendChild(c);});
 j.rows.forEach(function(r){var tr=t.insertRow(); tr.insertCell().textContent=r.no; tr.insertCell().textContent=r.topic; var c=tr.insertCell();
  r.files.forEach(function(f){var a=document.createElement("a"); a.href=j.base[f.b]+f.f; a.textContent=f.t; a.className="btn btn-sm"; if(f.b!=="p")a.target="_blank"; c.appendChild(a); c.appendChild(document.createTextNode(" "));});});
 box.innerHTML=""; box.appendChild(t);
}).catch(function(){box.textContent="ไม่สามารถโหลดรายการได้";});
})();