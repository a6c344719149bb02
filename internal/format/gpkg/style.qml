<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
<renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0">
<categories>
{{range $i, $m := .}}<category symbol="{{$i}}" value="{{$m.Kind}}" label="{{$m.Label}}" render="true"/>
{{end}}</categories>
<symbols>
{{range $i, $m := .}}<symbol type="marker" name="{{$i}}" alpha="1">
<layer class="SimpleMarker" enabled="1">
<prop k="name" v="{{$m.Shape}}"/>
<prop k="color" v="{{$m.Colour}},255"/>
<prop k="outline_color" v="255,255,255,255"/>
<prop k="size" v="{{$m.Size}}"/>
</layer>
</symbol>
{{end}}</symbols>
</renderer-v2>
</qgis>
